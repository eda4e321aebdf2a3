import type { OrderShown } from "../../base/api/schema";
import type { OrderStatus } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { isPaid, isRefundedWhole } from "./words";

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
  const partly = isPaid(order) && (order.refunded ?? 0) > 0;
  const underWay = order.status === "pending" && order.awaits && order.awaits !== "staff";
  return (
    <span className="inline-flex flex-wrap gap-2">
      <Badge tone={TONES[order.status]}>
        {t(underWay ? "order.beingPaid" : `order.status.${order.status}`)}
      </Badge>
      {partly && <Badge tone="gone">{t("order.refundedPart")}</Badge>}
    </span>
  );
}
