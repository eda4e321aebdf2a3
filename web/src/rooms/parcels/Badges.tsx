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

type Stands = Pick<ParcelShown, "status" | "pickup">;

/** How far a parcel is: what its buyer picks up is ready rather than on its way. */
export function useParcelWords(): (parcel: Stands) => string {
  const { t } = useLanguage();
  return ({ status, pickup }) => {
    if (pickup && status === "shipped") return t("parcel.ready");
    if (pickup && status === "delivered") return t("parcel.pickedUp");
    return t(`parcel.status.${status}`);
  };
}

export function ParcelBadge({ parcel }: { parcel: Stands }) {
  return <Badge tone={TONES[parcel.status]}>{useParcelWords()(parcel)}</Badge>;
}

/** What the goods of an order are that its buyer picks up. */
export const PICKED_UP = {
  "partly-shipped": "parcel.partlyReady",
  shipped: "parcel.ready",
  delivered: "parcel.pickedUp",
} as const;

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
  order: Pick<OrderShown, "status" | "fulfilment"> & { pickup?: string | null };
  always?: boolean;
}) {
  const { t } = useLanguage();
  const come = order.fulfilment;
  if (!come || order.status !== "paid" || (come === "unfulfilled" && !always)) return null;
  const picked = order.pickup && come !== "unfulfilled";
  return <Badge tone={SUMS[come]}>{t(picked ? PICKED_UP[come] : `parcel.sum.${come}`)}</Badge>;
}
