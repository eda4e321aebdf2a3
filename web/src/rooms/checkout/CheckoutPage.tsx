import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { CountdownRing } from "../../design/CountdownRing";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { endOf } from "../cart/hold";
import { Contact } from "../orders/Contact";
import { OrderItems } from "../orders/OrderItems";
import { useOrder } from "../orders/queries";
import { EndedHold } from "./EndedHold";
import { HowDelivered } from "./HowDelivered";
import { HowToPay } from "./HowToPay";
import { WhereTo } from "./WhereTo";

const route = getRouteApi("/checkout/$orderId");

export function CheckoutPage() {
  const { t } = useLanguage();
  const { orderId } = route.useParams();
  const query = useOrder(orderId);
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

const LAYOUT =
  "grid grid-cols-1 items-start gap-6 md:grid-cols-[minmax(0,1fr)_minmax(0,360px)] lg:gap-10";

function Held({ order, onOver }: { order: OrderShown; onOver: () => void }) {
  const { t } = useLanguage();
  const holdSeconds = useHoldSeconds(order);
  const pending = order.status === "pending";
  const over = useServerNow(pending) >= endOf(order);
  const { reservationId } = order;
  const elsewhere = !reservationId || order.awaits === "wallet" || order.awaits === "staff";
  if (order.status === "paid" || order.status === "completed" || elsewhere) {
    return <Navigate to="/orders/$orderId" params={{ orderId: order.id }} replace />;
  }
  return (
    <div className={LAYOUT}>
      {pending && !over ? (
        <div className="space-y-6">
          <Panel>
            <div className="flex items-center gap-4 sm:gap-6">
              <CountdownRing
                expiresAt={order.expiresAt ?? ""}
                holdSeconds={holdSeconds}
                onOver={onOver}
              />
              <div className="min-w-0 space-y-1">
                <h2 className="text-18 font-semibold">{t("checkout.held")}</h2>
                <p className="text-ink-soft">{t("checkout.heldText")}</p>
              </div>
            </div>
          </Panel>
          <WhereTo key={order.id} order={order} />
          <HowDelivered order={order} />
          {!order.addressNeeded && <Contact order={order} />}
          {order.addressNeeded ? (
            <p className="text-ink-soft">{t("checkout.addressFirst")}</p>
          ) : (
            <HowToPay order={order} reservationId={reservationId} />
          )}
        </div>
      ) : (
        <EndedHold order={order} />
      )}
      <Panel title={t("checkout.summary")}>
        <OrderItems order={order} />
      </Panel>
    </div>
  );
}

/** The whole ring: what this order was given, else what the shop gives. */
function useHoldSeconds(order: OrderShown): number {
  const configured = useQuery(configQuery).data?.holdSeconds;
  const given = Math.round((endOf(order) - Date.parse(order.createdAt)) / 1000);
  return given > 0 ? given : (configured ?? 900);
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
