import { useTranslation } from "react-i18next";
import type { Moment, Order } from "../api/types";
import { Timeline, type TimelineItem, type TimelineTone } from "../components/Timeline";
import { useFormats } from "../i18n/format";
import { isStaff, useSession } from "../session/session";

const TONES: Record<Moment, TimelineTone> = {
  held: "held",
  paid: "free",
  captured: "free",
  released: "gone",
  expired: "gone",
  cancelled: "danger",
  refundBegun: "held",
  refunded: "free",
};

/** The order's line in the journal; staff also see by whom and by which request. */
export function OrderTimeline({ order }: { order: Order }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const staff = isStaff(useSession());
  const items: TimelineItem[] = order.timeline.map((entry, index) => ({
    key: `${index} ${entry.what}`,
    title: t(`order.moment.${entry.what}`),
    at: <time dateTime={entry.at}>{formats.moment(entry.at)}</time>,
    tone: TONES[entry.what],
    detail:
      staff && (entry.actor || entry.request)
        ? [
            entry.actor && t("order.actor", { actor: entry.actor }),
            entry.request && t("order.request", { request: entry.request }),
          ]
            .filter(Boolean)
            .join(" · ")
        : undefined,
  }));
  if (order.status === "pending") {
    const time = formats.time(order.expiresAt);
    items.push({ key: "next", title: t("order.next.pay", { time }), tone: "next" });
  } else if (order.refund === "begun") {
    items.push({ key: "next", title: t("order.next.refund"), tone: "next" });
  }
  return <Timeline label={t("order.receipt")} items={items} />;
}
