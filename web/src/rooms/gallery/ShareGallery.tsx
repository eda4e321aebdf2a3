import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { put, remove } from "../../base/api/client";
import { answerQuery, queryClient } from "../../base/api/queries";
import type { GalleryAnswer, GalleryLinkAnswer, GalleryLinkShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { GALLERY, galleryPath } from "./queries";

/** A link for family and friends: made, copied, allowed to take files, taken back. */
export function ShareGallery({ gallery }: { gallery: GalleryAnswer }) {
  const { t, formats } = useLanguage();
  const copy = useCopy();
  const [asking, ask] = useState(false);
  const made = useRef(false);
  const path = `${galleryPath(gallery.bookingId)}/link`;
  const query = answerQuery<GalleryLinkAnswer>([...GALLERY, "link", path], path);
  const { data } = useQuery({ ...query, staleTime: 0 });
  const stands = (link: GalleryLinkShown | null) =>
    queryClient.setQueryData(query.queryKey, { link });
  const sharing = useMutation({
    mutationFn: (download: boolean) => put<GalleryLinkShown>(path, { download }),
    onSuccess: stands,
  });
  const ending = useMutation({
    mutationFn: () => remove(path),
    onSuccess: () => {
      ask(false);
      stands(null);
    },
  });
  if (!data) return null;
  const { link } = data;
  const make = () => {
    made.current = true;
    sharing.mutate(false);
  };
  // The button that made it is gone: whoever pressed it stands in the link, which is marked.
  const stand = (field: HTMLInputElement | null) => {
    if (!field || !made.current) return;
    made.current = false;
    field.select();
    field.focus();
  };
  const address = link && (link.url ?? `${location.origin}${link.path}`);
  return (
    <Panel title={t("galleries.share")} text={t("galleries.shareHint")}>
      {!link || !address ? (
        <Button icon="plus" busy={sharing.isPending} onClick={make}>
          {t("galleries.shareMake")}
        </Button>
      ) : (
        <div className="space-y-3">
          <div className="flex flex-wrap items-end gap-2">
            <Field
              className="grow basis-64"
              label={t("galleries.shareLink")}
              ref={stand}
              value={address}
              readOnly
            />
            <Button onClick={() => void copy(address, t("galleries.shareCopied"))}>
              {t("form.copy")}
            </Button>
            <Button onClick={() => ask(true)}>{t("galleries.shareEnd")}</Button>
          </div>
          <Check
            label={t("galleries.shareDownload")}
            checked={link.download}
            disabled={sharing.isPending}
            onChange={({ target }) => sharing.mutate(target.checked)}
          />
          <p className="tabular text-13 text-ink-soft">
            {link.seenAt
              ? t("galleries.shareViews", {
                  count: link.views,
                  day: formats.calendarDay(link.seenAt),
                })
              : t("galleries.shareUnseen")}
          </p>
        </div>
      )}
      {sharing.isError && <Refusal error={sharing.error} />}
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title={t("galleries.shareEndSure")}
        text={t("galleries.shareEndHint")}
      >
        {ending.isError && <Refusal error={ending.error} />}
        <div className="flex flex-wrap justify-end gap-2 pt-2">
          <Button data-first onClick={() => ask(false)}>
            {t("form.keep")}
          </Button>
          <Button kind="danger" busy={ending.isPending} onClick={() => ending.mutate()}>
            {t("galleries.shareEnd")}
          </Button>
        </div>
      </Dialog>
    </Panel>
  );
}
