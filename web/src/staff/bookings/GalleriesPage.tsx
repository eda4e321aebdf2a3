import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { LIVING } from "../../base/api/lists";
import type { GalleryRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { useClock } from "../../rooms/booking/words";
import { GALLERY_STATUSES, galleriesQuery } from "./queries";

const route = getRouteApi("/staff/galleries");
const TONES = {
  draft: "gone",
  choosing: "held",
  chosen: "held",
  delivered: "free",
  ended: "gone",
} as const;

/** The pictures that are kept of sessions: whose, how many, how much room, until when. */
export function GalleriesPage() {
  const { t, formats } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({ ...galleriesQuery(search), ...LIVING });
  const rows = query.data?.pages.flatMap((page) => page.galleries) ?? [];
  const all = query.data?.pages[0];
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("galleryList.title")}
        text={
          all
            ? t("galleryList.room", {
                count: all.pictures,
                size: formats.megabytes(all.bytes / 1e6),
              })
            : "\u00a0"
        }
      />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <FindBox label={t("galleryList.find")} q={search.q} onFind={(q) => change({ q })} />
        <Select
          dense
          label={t("staff.column.state")}
          value={search.status ?? "all"}
          items={["all", ...GALLERY_STATUSES] as const}
          nameOf={(one) => t(`galleryList.${one}`)}
          onChoose={(one) => one && change({ status: one === "all" ? undefined : one })}
          className="w-full sm:w-56"
        />
      </div>
      <Listing
        query={query}
        loading={<Skeleton className="h-40 w-full rounded-l" />}
        empty={rows.length === 0}
        none={
          search.q || search.status ? (
            <Blank title={t("staff.noneFound")} />
          ) : (
            <Blank icon="picture" title={t("galleryList.none")} hint={t("galleryList.noneHint")} />
          )
        }
      >
        <ul className="divide-y divide-line border-y border-line">
          {rows.map((one) => (
            <Row key={one.bookingId} gallery={one} />
          ))}
        </ul>
      </Listing>
    </div>
  );
}

/** One of them: a card on a phone, a line where there is room. */
function Row({ gallery }: { gallery: GalleryRow }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const { status, pictures, shown, until } = gallery;
  const client = gallery.client ?? t("word.guest");
  return (
    <li
      className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 lg:flex-nowrap"
      data-gallery={gallery.number}
    >
      <div className="min-w-0 grow basis-60">
        <p className="wrap-anywhere">
          {gallery.clientId ? (
            <Link
              to="/staff/clients/$clientId"
              params={{ clientId: gallery.clientId }}
              className="font-medium hover:text-accent"
            >
              {client}
            </Link>
          ) : (
            <span className="font-medium">{client}</span>
          )}
          <span className="text-ink-soft">{` · ${gallery.serviceName}`}</span>
        </p>
        <p className="tabular text-13 text-ink-soft wrap-anywhere">
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: gallery.orderId }}
            className="hover:text-accent"
          >
            {gallery.number}
          </Link>
          {` · ${clock.whole(gallery.local, gallery.zone)}`}
        </p>
      </div>
      <div className="tabular text-13 sm:w-56 sm:shrink-0">
        <p>
          {t("galleryList.pictures", { count: pictures })}
          {pictures > 0 && ` · ${formats.megabytes(gallery.bytes / 1e6)}`}
        </p>
        <p className="text-ink-soft">
          {shown < pictures && t("galleryList.hidden", { count: pictures - shown })}
          {shown === pictures &&
            (status === "choosing" || status === "chosen") &&
            t("galleries.chosenOf", { chosen: gallery.chosen, most: gallery.choose })}
          {shown === pictures &&
            status === "delivered" &&
            until &&
            t("galleryList.until", { day: formats.calendarDay(until) })}
        </p>
      </div>
      <div className="lg:w-40 lg:shrink-0">
        <Badge tone={TONES[status]}>{t(`galleryList.${status}`)}</Badge>
      </div>
      <div className="lg:w-44 lg:shrink-0 lg:text-right">
        {shown > 0 && (
          <ButtonLink
            size="s"
            to="/bookings/$bookingId/pictures"
            params={{ bookingId: gallery.bookingId }}
          >
            {t("galleryList.look")}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
