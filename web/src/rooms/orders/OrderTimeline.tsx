import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Moment } from "../../design/Moment";
import { Timeline, type TimelineItem } from "../../design/Timeline";
import { isMoment, MOMENTS, momentWords, rescuedAt } from "./words";

/** The order's line in the journal; staff also see by whom and by which request. */
export function OrderTimeline({ order }: { order: OrderShown }) {
  const { t, formats } = useLanguage();
  const staff = isStaff(useSession());
  const moments = order.timeline ?? [];
  const rescued = rescuedAt(moments);
  const items: TimelineItem[] = moments.flatMap(({ at, what, parcel, actor, request }, index) => {
    if (!isMoment(what)) return [];
    const picked = order.parcels?.find(({ number }) => number === parcel)?.pickup;
    const detail = [
      parcel != null && t("orderPage.ofParcel", { number: parcel }),
      index === rescued && t("orderPage.rescued"),
      staff && actor && t("order.actor", { actor }),
      staff && request && t("order.request", { request }),
    ].filter(Boolean);
    return {
      key: `${index} ${what}`,
      title: t(momentWords(what, order.items.length > 0, Boolean(picked))),
      at: <Moment at={at} />,
      tone: MOMENTS[what],
      detail: detail.length > 0 ? detail.join(" · ") : undefined,
    };
  });
  if (order.status === "pending" && order.expiresAt) {
    const time = formats.until(order.expiresAt);
    items.push({
      key: "next",
      title: t(order.answerDue ? "order.next.answer" : "order.next.pay", { time }),
      tone: "next",
    });
  } else if (order.refund === "begun") {
    items.push({ key: "next", title: t("order.refund.begun"), tone: "next" });
  }
  return <Timeline label={t("order.receipt")} items={items} />;
}
