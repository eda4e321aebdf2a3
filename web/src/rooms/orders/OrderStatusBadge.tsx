import type { OrderShown } from "../../base/api/schema";
import type { OrderStatus } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<OrderStatus, BadgeTone> = {
  pending: "held",
  paid: "free",
  completed: "free",
  cancelled: "gone",
};

export function OrderStatusBadge({ order }: { order: Pick<OrderShown, "status" | "awaits"> }) {
  const { t } = useLanguage();
  const underWay = order.status === "pending" && order.awaits && order.awaits !== "staff";
  return (
    <Badge tone={TONES[order.status]}>
      {t(underWay ? "order.beingPaid" : `order.status.${order.status}`)}
    </Badge>
  );
}
