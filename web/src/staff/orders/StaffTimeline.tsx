import type { StaffLineShown, StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Moment } from "../../design/Moment";
import { Timeline, type TimelineItem } from "../../design/Timeline";
import { isMoment, MOMENTS } from "../../rooms/orders/words";
import { useActionName } from "../audit/actions";
import { useActorName } from "../desk/Buyer";
import { isAmongMoments, staffMoment, withDone } from "./timeline";

type Told = TimelineItem & { when: string; request?: string | null };

/** What staff did, beside what happened: a reason, an amount. */
const ACTS = [
  "order.cancelled",
  "order.marked-paid",
  "order.marked-unpaid",
  "order.marked-refunded",
  "order.completed",
  "order.refunded",
  "order.tagged",
  "order.taken",
  "order.edited",
  "order.edited-paid",
  "order.edit-undone",
  "order.edit-lessened",
  "order.readdressed",
  "order.units-cancelled",
] as const;
/** Of which the amount is said, too. */
const MONEY = ["order.refunded", "order.units-cancelled"];
const OF_LINKS = ["pay-link.made", "pay-link.mailed", "pay-link.revoked"] as const;

/** The order's history as staff read it: by whom, in which request, and what staff said. */
export function StaffTimeline({ seen }: { seen: StaffOrderAnswer }) {
  const { t, formats } = useLanguage();
  const { order, lines } = seen;
  const named = useActorName();
  const called = useActionName();
  const at = (moment: string) => <Moment at={moment} />;
  const by = (one: {
    parcel?: number | null;
    actor?: string | null;
    actorName: string | null;
    request?: string | null;
  }) =>
    [
      one.parcel != null && t("orderPage.ofParcel", { number: one.parcel }),
      one.actor && t("order.actor", { actor: named(one.actor, one.actorName) }),
      one.request && t("order.request", { request: one.request }),
    ]
      .filter(Boolean)
      .join(" · ");
  const happened = order.timeline.flatMap((one, index): Told[] => {
    const { what } = one;
    if (!isMoment(what)) return [];
    const picked = order.parcels?.some(({ number, pickup }) => pickup && number === one.parcel);
    return [
      {
        key: `${index} ${what}`,
        when: one.at,
        request: one.request,
        title: t(staffMoment(what, order.items.length > 0, picked)),
        at: at(one.at),
        tone: MOMENTS[what],
        detail: by(one) || undefined,
      },
    ];
  });
  const said = (line: StaffLineShown) => {
    if (line.action === "order.tagged") return tagsSaid(line);
    if (line.action === "order.edited")
      return editSaid(line, (amount) => formats.price(amount, order.currency));
    if (line.action === "pay-link.mailed") return String(line.data.to ?? "");
    const amount = Number(line.data.amount);
    const money =
      MONEY.includes(line.action) && amount > 0 && formats.price(amount, order.currency);
    return [money, line.data.reason].filter(Boolean).join(" · ");
  };
  const others = lines.filter(({ action }) => !isAmongMoments(action));
  const done = others.map((line, index): Told => {
    const known = ACTS.find((each) => each === line.action);
    const link = OF_LINKS.find((each) => each === line.action);
    const title = known
      ? t(`staffOrder.acts.${known.slice(6) as "cancelled"}`)
      : link
        ? t(`staffOrder.acts.${link}`)
        : called(line.action);
    const words = said(line);
    return {
      key: `line ${index}`,
      when: line.at,
      request: line.request,
      title: words ? `${title}: ${words}` : title,
      at: at(line.at),
      tone: "next",
      detail: by(line) || undefined,
    };
  });
  return <Timeline label={t("order.receipt")} items={withDone(happened, done)} />;
}

/** `Lamp 2 → 3, €5 → €4; a scratch` */
function editSaid({ data }: StaffLineShown, price: (amount: number) => string): string {
  const lines = Array.isArray(data.lines) ? data.lines : [];
  const said = lines.map(({ name, quantity, price: cost }) =>
    [
      quantity[0] === quantity[1] ? name : `${name} ${quantity.join(" \u2192 ")}`,
      Array.isArray(cost) && cost.map(price).join(" \u2192 "),
    ]
      .filter(Boolean)
      .join(", "),
  );
  return [...said, data.reason].filter(Boolean).join("; ");
}

/** `+gift, −urgent` */
function tagsSaid({ data }: StaffLineShown): string {
  const signed = (tags: unknown, sign: string) =>
    Array.isArray(tags) ? tags.map((tag) => `${sign}${tag}`) : [];
  return [...signed(data.added, "+"), ...signed(data.removed, "\u2212")].join(", ");
}
