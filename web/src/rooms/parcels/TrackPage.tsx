import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { TrackedAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { SkeletonText } from "../../design/Skeleton";
import { Timeline, type TimelineItem } from "../../design/Timeline";
import { ParcelBadge } from "./Badges";
import { ParcelGoods, useCarrierWords } from "./ParcelGoods";

const route = getRouteApi("/track/$link");

/** One parcel, for whoever has its address. */
export function TrackPage() {
  const { t } = useLanguage();
  const { link } = route.useParams();
  const query = useQuery({
    ...answerQuery<TrackedAnswer>(["track", link], `/track/${encodeURIComponent(link)}`),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 15_000),
    retry: false,
  });
  return (
    <div className="page max-w-2xl pb-16">
      {query.isError && !query.data ? (
        <>
          <Heading title={t("parcel.page")} />
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        </>
      ) : query.data ? (
        <Tracked parcel={query.data} />
      ) : (
        <>
          <Heading title={t("parcel.page")} />
          <SkeletonText lines={6} />
        </>
      )}
    </div>
  );
}

function isOver(parcel?: TrackedAnswer): boolean {
  return Boolean(parcel && (parcel.deliveredAt || parcel.endedAt));
}

function Tracked({ parcel }: { parcel: TrackedAnswer }) {
  const { t } = useLanguage();
  const carrier = useCarrierWords()(parcel);
  return (
    <>
      <Heading
        title={t("parcel.title", { number: parcel.number })}
        text={t("parcel.ofOrder", { number: parcel.orderNumber })}
        actions={<ParcelBadge parcel={parcel} />}
      />
      <div className="space-y-6">
        <Panel title={t("parcel.way")}>
          <Timeline label={t("parcel.way")} items={useSteps(parcel)} />
        </Panel>
        <Panel title={t("parcel.inside")}>
          <ParcelGoods lines={parcel.lines} />
          {carrier && <p className="mt-4 wrap-anywhere text-ink-soft">{carrier}</p>}
        </Panel>
      </div>
    </>
  );
}

/** What its carrier says between its leaving and its end. */
function onTheWay({ shippedAt, steps }: TrackedAnswer) {
  if (!shippedAt) return [];
  return steps.filter(({ code }) => code === "in-transit" || code === "out-for-delivery");
}

/** What happened to it, and what comes next. */
function useSteps(parcel: TrackedAnswer): TimelineItem[] {
  const { t } = useLanguage();
  const at = (moment: string) => <Moment at={moment} />;
  const nextWords = ({ shippedAt, pickup }: TrackedAnswer) => {
    if (!shippedAt) return t("parcel.next.packing");
    return pickup ? t("parcel.next.ready", { place: pickup }) : t("parcel.next.shipped");
  };
  const items: TimelineItem[] = [];
  if (parcel.pickedAt)
    items.push({
      key: "picked",
      title: t("parcel.step.picking"),
      at: at(parcel.pickedAt),
      tone: "held",
    });
  if (parcel.shippedAt)
    items.push({
      key: "shipped",
      title: t(parcel.pickup ? "parcel.ready" : "parcel.step.shipped"),
      at: at(parcel.shippedAt),
      tone: "held",
    });
  for (const { code, at: when, place } of onTheWay(parcel))
    items.push({
      key: `${code}-${when}`,
      title: t(`parcel.code.${code}`),
      at: at(when),
      detail: place || undefined,
      tone: "held",
    });
  if (parcel.deliveredAt)
    items.push({
      key: "delivered",
      title: t(parcel.pickup ? "parcel.pickedUp" : "parcel.step.delivered"),
      at: at(parcel.deliveredAt),
      tone: "free",
    });
  if (parcel.endedAt)
    items.push({
      key: "ended",
      title: t(parcel.status === "failed" ? "parcel.step.failed" : "parcel.step.cancelled"),
      at: at(parcel.endedAt),
      detail: parcel.note ?? undefined,
      tone: "danger",
    });
  if (!isOver(parcel))
    items.push({
      key: "next",
      title: nextWords(parcel),
      tone: "next",
    });
  return items;
}
