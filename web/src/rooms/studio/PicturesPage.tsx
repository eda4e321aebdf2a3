import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { newKey, post, remove } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { GalleryAnswer, GalleryPictureShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button, IconButton } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { useNotSaved } from "../../design/unsaved";
import { useClock } from "../booking/words";
import { Grid } from "../gallery/Grid";
import { galleryQuery, ownGalleryPath } from "../gallery/queries";
import { ChoosePhotos } from "../pictures/ChoosePhotos";
import { useSending } from "../pictures/sending";
import { FurtherPrice, useFurtherPrice } from "./FurtherPrice";
import { OwnPage } from "./OwnPage";

const route = getRouteApi("/my/pictures/$bookingId");
const DAYS = ["30", "90", "180", "365"] as const;
/** Of one picture, as a camera makes it. */
const MOST_BYTES = 30 * 1024 * 1024;
type Part = GalleryPictureShown["part"];

/** What is delivered of a session: pictures to choose from, and finished ones. */
export function PicturesPage() {
  const { t } = useLanguage();
  const { bookingId } = route.useParams();
  const query = useQuery(galleryQuery(ownGalleryPath(bookingId)));
  const number = query.data?.number;
  return (
    <OwnPage title={number ? t("own.picturesOf", { number }) : t("own.pictures")}>
      <Loaded query={query} loading={<Skeleton className="h-96 w-full rounded-l" />}>
        {(gallery) => (
          <div className="space-y-6">
            <Standing gallery={gallery} />
            {gallery.status !== "ended" &&
              (["proof", "final"] as const).map((part) => (
                <Part key={part} part={part} gallery={gallery} />
              ))}
          </div>
        )}
      </Loaded>
    </OwnPage>
  );
}

/** How it stands, and what its client chose, by the names of the files. */
function Standing({ gallery }: { gallery: GalleryAnswer }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const { status, until, chosen, choose } = gallery;
  const chose = gallery.pictures.filter((one) => one.favourite && !one.bought);
  const names = chose.map(({ title }) => title);
  const bought = gallery.pictures.filter((one) => one.bought).map(({ title }) => title);
  const day = until ? formats.calendarDay(until) : "";
  return (
    <div className="space-y-3">
      <p className="text-ink-soft">{`${gallery.serviceName} · ${clock.whole(gallery.local, gallery.zone)}`}</p>
      {status === "draft" && <Notice silent title={t("own.nobodySees")} />}
      {status === "ended" && <Notice silent title={t("own.galleryEnded", { day })} />}
      {status === "choosing" && (
        <Notice silent tone="held" title={t("own.isChoosing", { chosen, most: choose })} />
      )}
      {["choosing", "chosen", "delivered"].includes(status) && <p>{t("own.delivered", { day })}</p>}
      {bought.length > 0 && (
        <Notice silent tone="free" title={t("own.hasBought", { count: bought.length })}>
          <p className="select-all wrap-anywhere">{bought.join(", ")}</p>
        </Notice>
      )}
      {names.length > 0 && status !== "choosing" && (
        <Notice silent tone="free" title={t("own.hasChosen", { count: names.length })}>
          <p className="select-all wrap-anywhere">{names.join(", ")}</p>
        </Notice>
      )}
    </div>
  );
}

function Part({ part, gallery }: { part: Part; gallery: GalleryAnswer }) {
  const { t, formats } = useLanguage();
  const path = ownGalleryPath(gallery.bookingId);
  const { queryKey } = galleryQuery(path);
  const again = () => renew(queryKey);
  const pictures = gallery.pictures.filter((one) => one.part === part);
  const sending = useSending<GalleryPictureShown>(
    (made) => queryClient.setQueryData(queryKey, (before) => before && withPicture(before, made)),
    (file) => `${path}/pictures?${new URLSearchParams({ part, title: file.name.slice(-200) })}`,
  );
  const underWay = sending.going > 0;
  useNotSaved(underWay);
  // What came in is shown one by one; the whole of hundreds is read once, at the end.
  useEffect(() => {
    if (!underWay) return;
    return () => void renew(galleryQuery(path).queryKey);
  }, [underWay, path]);
  const out = useMutation({
    mutationFn: (id: string) => remove(`${path}/pictures/${id}`),
    onSettled: again,
  });
  const price = useFurtherPrice(gallery);
  const [leaving, setLeaving] = useState<GalleryPictureShown>();
  const size = pictures.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return (
    <Panel
      title={t(part === "final" ? "own.finals" : "own.proofs")}
      text={t(part === "final" ? "own.finalsHint" : "own.proofsHint")}
    >
      <div className="space-y-4">
        {pictures.length > 0 && (
          <>
            <p className="tabular text-13 text-ink-soft">
              {t("own.picturesSize", {
                count: pictures.length,
                size: formats.megabytes(size),
              })}
            </p>
            <Grid
              label={t(part === "final" ? "own.finals" : "own.proofs")}
              pictures={pictures}
              under={(one) => (
                <div className="flex items-center gap-1">
                  <span className="min-w-0 grow truncate text-13">{one.title}</span>
                  {!one.shown && pictures.some(({ shown }) => shown) && (
                    <Badge tone="held">{t("own.pictureHidden")}</Badge>
                  )}
                  {one.bought && <Badge tone="free">{t("own.pictureBought")}</Badge>}
                  {one.favourite && !one.bought && (
                    <Badge tone="free">{t("own.pictureChosen")}</Badge>
                  )}
                  <IconButton
                    size="s"
                    icon="close"
                    label={t("own.pictureOut", { name: one.title })}
                    disabled={out.isPending}
                    onClick={() => (one.shown ? setLeaving(one) : out.mutate(one.id))}
                  />
                </div>
              )}
            />
          </>
        )}
        {leaving && (
          <Dialog
            open
            onClose={() => setLeaving(undefined)}
            title={t("own.pictureOutSure", { name: leaving.title })}
            text={t("own.pictureOutHint")}
          >
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Button onClick={() => setLeaving(undefined)}>{t("own.pictureKeep")}</Button>
              <Button
                kind="danger"
                onClick={() => {
                  out.mutate(leaving.id);
                  setLeaving(undefined);
                }}
              >
                {t("own.pictureOutDo")}
              </Button>
            </div>
          </Dialog>
        )}
        {out.isError && <Refusal error={out.error} reader="staff" />}
        <ChoosePhotos
          label={t("own.addPictures")}
          sending={sending}
          room={gallery.most - pictures.length}
          most={MOST_BYTES}
          drops={t("own.picturesHint")}
        />
        {part === "proof" && pictures.length > 0 && (
          <FurtherPrice gallery={gallery} typed={price} />
        )}
        {pictures.length > 0 && (
          <Deliver
            part={part}
            gallery={gallery}
            pictures={pictures}
            busy={underWay}
            price={part === "proof" ? price : undefined}
          />
        )}
      </div>
    </Panel>
  );
}

/** The gallery with one more, or the same in its place. */
function withPicture(gallery: GalleryAnswer, made: GalleryPictureShown): GalleryAnswer {
  const others = gallery.pictures.filter(({ id }) => id !== made.id);
  return { ...gallery, pictures: [...others, made] };
}

interface DeliverProps {
  part: Part;
  gallery: GalleryAnswer;
  pictures: GalleryPictureShown[];
  busy: boolean;
  /** What is typed above the button goes along. */
  price?: ReturnType<typeof useFurtherPrice>;
}

function Deliver({ part, gallery, pictures, busy, price }: DeliverProps) {
  const { t } = useLanguage();
  const path = ownGalleryPath(gallery.bookingId);
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const [choose, setChoose] = useState(String(gallery.choose || 20));
  const fresh = pictures.filter(({ shown }) => !shown).length;
  const delivering = useMutation({
    mutationFn: async () => {
      if (price?.open) await price.saving.mutateAsync();
      const asked = { part, days: Number(days), choose: Number(choose) };
      return post<GalleryAnswer>(`${path}/deliver`, asked, newKey());
    },
    onSuccess: (answer) => queryClient.setQueryData(galleryQuery(path).queryKey, answer),
  });
  const anew = part === "proof" && gallery.status === "chosen";
  const count = Number(choose);
  const fits = Number.isInteger(count) && count >= 1 && count <= gallery.most;
  return (
    <div className="space-y-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-end gap-3">
        {part === "proof" && (
          <Field
            dense
            className="w-36"
            label={t("own.deliverChoose")}
            inputMode="numeric"
            value={choose}
            onChange={({ target }) => setChoose(target.value.replace(/\D/g, ""))}
          />
        )}
        <Select
          dense
          className="w-36"
          label={t("own.deliverDays")}
          value={days}
          items={DAYS}
          nameOf={(one) => t("own.days", { count: Number(one) })}
          onChoose={(one) => one && setDays(one)}
        />
        <Button
          kind={fresh > 0 ? "primary" : "quiet"}
          busy={delivering.isPending}
          disabled={busy || (part === "proof" && !fits) || price?.fits === false}
          onClick={() => delivering.mutate()}
        >
          {fresh > 0
            ? t("own.deliverNew", { count: fresh })
            : t(anew ? "own.askAgain" : "own.deliver")}
        </Button>
      </div>
      {delivering.isError && <Refusal error={delivering.error} reader="staff" />}
    </div>
  );
}
