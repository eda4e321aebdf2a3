import type { OrderShown } from "../../base/api/schema";
import type { OrderStatus } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { isRefundedWhole } from "./words";

const TONES: Record<OrderStatus, BadgeTone> = {
  pending: "held",
  paid: "free",
  completed: "free",
  cancelled: "gone",
};

type Shown = Pick<OrderShown, "status" | "awaits"> &
  Partial<Pick<OrderShown, "total" | "refunded" | "answerDue">>;

export function OrderStatusBadge({ order }: { order: Shown }) {
  const { t } = useLanguage();
  if (isRefundedWhole({ total: 0, ...order }))
    return <Badge tone="gone">{t("orderPage.refunded")}</Badge>;
  if (order.answerDue) return <Badge tone="held">{t("order.unanswered")}</Badge>;
  const underWay = order.status === "pending" && order.awaits && order.awaits !== "staff";
  return (
    <Badge tone={TONES[order.status]}>
      {t(underWay ? "order.beingPaid" : `order.status.${order.status}`)}
    </Badge>
  );
}
