import { getRouteApi, Navigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { OrderNotFound } from "../../design/NotFound";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { endOf } from "../cart/hold";
import { OrderItems } from "../orders/OrderItems";
import { useOrder } from "../orders/queries";
import { EndedHold } from "./EndedHold";
import { LAYOUT, OpenTill } from "./OpenTill";

const route = getRouteApi("/checkout/$orderId");

export function CheckoutPage() {
  const { t } = useLanguage();
  const { orderId } = route.useParams();
  const query = useOrder(orderId);
  if (query.isError && asProblem(query.error).status === 404) return <OrderNotFound />;
  return (
    <div className="page max-w-5xl pb-16">
      <Heading
        title={t("checkout.title")}
        text={query.data ? t("order.title", { number: query.data.number }) : " "}
      />
      <Loaded query={query} loading={<HeldSkeleton />}>
        {(order) => <Held order={order} onOver={() => void query.refetch()} />}
      </Loaded>
    </div>
  );
}

function Held({ order, onOver }: { order: OrderShown; onOver: () => void }) {
  const { t } = useLanguage();
  const pending = order.status === "pending";
  const over = useServerNow(pending) >= endOf(order);
  const { reservationId } = order;
  const elsewhere =
    !reservationId || order.answerDue || order.awaits === "wallet" || order.awaits === "staff";
  if (order.status === "paid" || order.status === "completed" || elsewhere) {
    return <Navigate to="/orders/$orderId" params={{ orderId: order.id }} replace />;
  }
  if (pending && !over)
    return <OpenTill order={order} reservationId={reservationId} onOver={onOver} />;
  return (
    <div className={LAYOUT}>
      <EndedHold order={order} />
      <Panel title={t("checkout.summary")}>
        <OrderItems order={order} />
      </Panel>
    </div>
  );
}

function HeldSkeleton() {
  return (
    <div className={LAYOUT}>
      <div className="space-y-6">
        <Skeleton className="h-40 w-full rounded-l" />
        <Skeleton className="h-64 w-full rounded-l" />
      </div>
      <Panel>
        <SkeletonText lines={5} />
      </Panel>
    </div>
  );
}
