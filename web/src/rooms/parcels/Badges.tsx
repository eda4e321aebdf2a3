import type { OrderShown, ParcelShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<ParcelShown["status"], BadgeTone> = {
  waiting: "gone",
  picking: "held",
  shipped: "accent",
  delivered: "free",
  failed: "danger",
  cancelled: "gone",
};

export function ParcelBadge({ status }: { status: ParcelShown["status"] }) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`parcel.status.${status}`)}</Badge>;
}

const SUMS: Record<NonNullable<OrderShown["fulfilment"]>, BadgeTone> = {
  unfulfilled: "gone",
  "partly-shipped": "accent",
  shipped: "accent",
  delivered: "free",
};

/** What the parcels of a paid order come to; nothing where that says no more than its status. */
export function FulfilmentBadge({
  order,
  always,
}: {
  order: { status: OrderShown["status"]; fulfilment: OrderShown["fulfilment"] };
  always?: boolean;
}) {
  const { t } = useLanguage();
  const come = order.fulfilment;
  if (!come || order.status !== "paid" || (come === "unfulfilled" && !always)) return null;
  return <Badge tone={SUMS[come]}>{t(`parcel.sum.${come}`)}</Badge>;
}
