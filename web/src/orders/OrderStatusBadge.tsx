import { useTranslation } from "react-i18next";
import type { Order, OrderStatus } from "../api/types";
import { Badge, type BadgeTone } from "../components/Badge";

const TONES: Record<OrderStatus, BadgeTone> = {
  pending: "held",
  paid: "free",
  completed: "free",
  cancelled: "gone",
};

export function OrderStatusBadge({ order }: { order: Pick<Order, "status"> }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[order.status]}>{t(`order.status.${order.status}`)}</Badge>;
}
