import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { newKey, post, put, remove } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { GalleryAnswer, GalleryPictureShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Grid } from "./Grid";
import { galleryPath, galleryQuery } from "./queries";

interface Props {
  gallery: GalleryAnswer;
  pictures: GalleryPictureShown[];
  /** What else can be done with one: to buy it beside those that are included. */
  further: (picture: GalleryPictureShown) => ReactNode;
  /** Whether nothing else stays at the foot of the screen. */
  alone: boolean;
}

/** What is to be chosen from, with how many of how many are. */
export function Choose({ gallery, pictures, further, alone }: Props) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const path = galleryPath(gallery.bookingId);
  const { queryKey } = galleryQuery(path);
  // One after another, and seen at once: who taps fast loses none.
  const marking = useMutation({
    mutationKey: [...queryKey, "marking"],
    scope: { id: path },
    mutationFn: ({ id, favourite }: GalleryPictureShown) => {
      const to = `${path}/favourites/${id}`;
      return favourite ? remove(to) : put(to, undefined);
    },
    onMutate: async ({ id, favourite }) => {
      setRefused(null);
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (before) => before && marked(before, id, !favourite));
    },
    onError: (error, { id, favourite }) => {
      setRefused(error);
      queryClient.setQueryData(queryKey, (before) => before && marked(before, id, favourite));
    },
    onSettled: () => {
      if (queryClient.isMutating({ mutationKey: [...queryKey, "marking"] }) <= 1)
        return renew(queryKey);
    },
  });
  const open = gallery.status === "choosing";
  const most = Math.min(gallery.choose, pictures.length);
  const full = gallery.chosen >= gallery.choose;
  const counted = t("galleries.chosenOf", { chosen: gallery.chosen, most });
  const toggle = (one: GalleryPictureShown) => {
    if (open && !one.bought && (one.favourite || !full)) marking.mutate(one);
  };
  const mark = (one: GalleryPictureShown) =>
    !one.bought &&
    (open || one.favourite) && (
      <Button
        size="s"
        icon="heart"
        kind={one.favourite ? "primary" : "quiet"}
        aria-label={`${t(one.favourite ? "galleries.isChosen" : "galleries.choose")} ${one.title}`}
        aria-pressed={one.favourite}
        disabled={!open || (!one.favourite && full)}
        onClick={() => toggle(one)}
      >
        {t(one.favourite ? "galleries.isChosen" : "galleries.choose")}
      </Button>
    );
  return (
    <section aria-label={t("galleries.toChoose")} className="space-y-4">
      {open ? (
        <Notice tone="held" title={t("galleries.chooseUpTo", { count: most })} />
      ) : (
        <Notice tone="free" silent title={t("galleries.sent", { count: gallery.chosen })}>
          <p>{t("galleries.sentHint")}</p>
        </Notice>
      )}
      <Grid
        label={t("galleries.toChoose")}
        pictures={pictures}
        under={(one) => (
          <div className="flex flex-wrap gap-1">
            {mark(one)}
            {further(one)}
          </div>
        )}
        beside={(one) => (
          <>
            <span role="status" className="tabular text-13 text-ink-soft max-sm:sr-only">
              {counted}
            </span>
            {mark(one)}
            {further(one)}
          </>
        )}
        onKey={(key, one) => key === "f" && toggle(one)}
      />
      {open && (
        <div
          className={classes(
            "-mx-4 space-y-2 border-t border-line bg-paper px-4 py-3 sm:-mx-6 sm:px-6",
            alone && "sticky bottom-0 z-10",
          )}
        >
          {refused !== null && <Refusal error={refused} />}
          <div className="flex items-center justify-between gap-3">
            <p role="status" className="tabular">
              {counted}
            </p>
            <Button kind="primary" disabled={gallery.chosen === 0} onClick={() => setAsking(true)}>
              {t("galleries.done")}
            </Button>
          </div>
        </div>
      )}
      {asking && <Done gallery={gallery} path={path} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** The gallery with that picture chosen, or chosen no more. */
function marked(gallery: GalleryAnswer, id: string, favourite: boolean): GalleryAnswer {
  const pictures = gallery.pictures.map((one) => (one.id === id ? { ...one, favourite } : one));
  return {
    ...gallery,
    pictures,
    chosen: pictures.filter((one) => one.favourite && !one.bought).length,
  };
}

function Done(props: { gallery: GalleryAnswer; path: string; onClose: () => void }) {
  const { gallery, path, onClose } = props;
  const { t } = useLanguage();
  const done = useMutation({
    mutationFn: () => post<GalleryAnswer>(`${path}/done`, undefined, newKey()),
    onSuccess: (answer) => {
      queryClient.setQueryData(galleryQuery(path).queryKey, answer);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("galleries.doneSure", { count: gallery.chosen })}
      text={
        gallery.chosen < gallery.choose
          ? t("galleries.doneFewer", { most: gallery.choose })
          : t("galleries.doneHint")
      }
    >
      {done.isError && <Refusal error={done.error} />}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("galleries.goOn")}</Button>
        <Button kind="primary" busy={done.isPending} onClick={() => done.mutate()}>
          {t("galleries.done")}
        </Button>
      </div>
    </Dialog>
  );
}
