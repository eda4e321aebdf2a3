import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { GalleryAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Anchor, ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { useClock } from "../booking/words";
import { ReadsItsMail } from "../orders/ReadsItsMail";
import { Choose } from "./Choose";
import { Download } from "./Download";
import { useFurther } from "./Further";
import { Grid } from "./Grid";
import { galleryPath, galleryQuery } from "./queries";
import { ShareGallery } from "./ShareGallery";

/** The pictures of a booking, for its client; for a guest on another device by the link of a mail. */
export function GalleryPage() {
  const { t } = useLanguage();
  const { bookingId = "" } = useParams({ strict: false });
  const query = useQuery({ ...galleryQuery(galleryPath(bookingId)), retry: false });
  useTitle(t("galleries.title"));
  const { code, status } = query.isError ? asProblem(query.error) : { code: "", status: 200 };
  if (code === "order-link-unconfirmed")
    return (
      <div className="page max-w-2xl pb-16">
        <Heading title={t("galleries.title")} />
        <ReadsItsMail to="pictures" />
      </div>
    );
  if (status === 404 || status === 422)
    return (
      <Blank
        heading
        icon="clock"
        title={t("bookings.notHere")}
        hint={t("bookings.notHereHint")}
        action={<ButtonLink to="/bookings">{t("bookings.title")}</ButtonLink>}
      />
    );
  return (
    <div className="page max-w-5xl pb-16">
      <Loaded whole query={query} loading={<Skeleton className="h-96 w-full rounded-l" />}>
        {(gallery) => <Pictures gallery={gallery} />}
      </Loaded>
    </div>
  );
}

function Pictures({ gallery }: { gallery: GalleryAnswer }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const further = useFurther(gallery);
  const proofs = gallery.pictures.filter(({ part }) => part === "proof");
  const finals = gallery.pictures.filter(({ part }) => part === "final");
  const ended = gallery.status === "ended";
  const files = gallery.pictures.filter(({ fullUrl }) => fullUrl !== null).length;
  const choosing = gallery.status === "choosing" || finals.length === 0;
  return (
    <>
      <Heading
        title={t("galleries.title")}
        text={`${gallery.serviceName} · ${clock.whole(gallery.local, gallery.zone)} · ${gallery.number}`}
        actions={
          gallery.archiveUrl && (
            <Anchor kind="primary" icon="download" href={gallery.archiveUrl} download>
              {t("galleries.downloadAll", { count: files })}
            </Anchor>
          )
        }
      />
      {gallery.pictures.length === 0 ? (
        <Blank
          icon="clock"
          title={t(ended ? "galleries.ended" : "galleries.none")}
          hint={ended ? undefined : t("galleries.noneHint")}
        />
      ) : (
        <div className="space-y-8">
          {gallery.until && (
            <p className="text-ink-soft">
              {t("galleries.until", { day: formats.calendarDay(gallery.until) })}
            </p>
          )}
          {finals.length > 0 && (
            <section aria-label={t("galleries.title")}>
              <Grid
                label={t("galleries.title")}
                pictures={finals}
                under={(one) => <Download url={one.fullUrl} />}
                beside={(one) => <Download url={one.fullUrl} />}
              />
            </section>
          )}
          {gallery.furtherPrice !== null && proofs.length > 0 && (
            <p className="text-ink-soft">
              {t("galleries.furtherHint", {
                price: formats.price(gallery.furtherPrice, gallery.currency),
              })}
            </p>
          )}
          {proofs.length > 0 && choosing && (
            <Choose gallery={gallery} pictures={proofs} further={further.of} alone={!further.bar} />
          )}
          {proofs.length > 0 && !choosing && (
            <section className="space-y-3">
              <h2 className="text-18 font-semibold">{t("galleries.choseFrom")}</h2>
              <Grid
                label={t("galleries.choseFrom")}
                pictures={proofs}
                under={further.of}
                beside={further.of}
              />
            </section>
          )}
          {further.bar}
          <ShareGallery gallery={gallery} />
        </div>
      )}
    </>
  );
}
