import { getRouteApi, Link, Navigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLeft } from "../../base/left";
import { isStaff, useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { OrderNotFound } from "../../design/NotFound";
import { SkeletonText } from "../../design/Skeleton";
import { Session } from "../booking/Session";
import { AskLink } from "../conversations/AskLink";
import { FulfilmentBadge } from "../parcels/Badges";
import { ParcelList, waitsAtDesk } from "../parcels/ParcelList";
import { HowOften } from "../repeats/HowOften";
import { ReturnList } from "../returns/ReturnList";
import { BuyerNote } from "./BuyerNote";
import { CancelOrder } from "./CancelOrder";
import { Collector } from "./Collector";
import { Contact } from "./Contact";
import { useClaim } from "./claim";
import { Invoices } from "./Invoices";
import { OrderAgain } from "./OrderAgain";
import { OrderCodes } from "./OrderCodes";
import { OrderEdits } from "./OrderEdits";
import { OrderFacts } from "./OrderFacts";
import { OrderFiles } from "./OrderFiles";
import { OrderItems } from "./OrderItems";
import { OrderSellers } from "./OrderSellers";
import { OrderStatusBadge } from "./OrderStatusBadge";
import { OrderTimeline } from "./OrderTimeline";
import { Outcome } from "./Outcome";
import { useOrder } from "./queries";
import { Receipt } from "./Receipt";
import { BackUnpaid } from "./UnderWay";
import { isPaid } from "./words";

const route = getRouteApi("/orders/$orderId");
const LAYOUT = "grid grid-cols-1 items-start gap-6 md:grid-cols-2 lg:gap-10";

export function OrderPage() {
  const { t } = useLanguage();
  const { orderId } = route.useParams();
  const left = useLeft(route.useSearch().payment, orderId);
  const query = useOrder(orderId);
  useTitle(query.data ? t("order.title", { number: query.data.number }) : t("order.mine"));
  const asking = useClaim(left ? undefined : query.data);
  const session = useSession();
  // Staff see an order of somebody else with their own eyes.
  if (query.data && isStaff(session) && query.data.userId !== `user:${session?.user?.id}`)
    return <Navigate replace to="/staff/orders/$orderId" params={{ orderId }} />;
  if (left && query.data?.status === "pending") return <BackUnpaid orderId={orderId} />;
  return (
    <div className="page max-w-5xl pb-16">
      {query.data ? (
        <Details order={query.data} asking={asking} />
      ) : query.isError ? (
        asProblem(query.error).status === 404 ? (
          <OrderNotFound />
        ) : (
          <Failure whole error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <>
          <Heading title={t("order.mine")} text=" " />
          <div className={LAYOUT}>
            <Panel>
              <SkeletonText lines={6} />
            </Panel>
            <Panel>
              <SkeletonText lines={6} />
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}

function Details({ order, asking }: { order: OrderShown; asking: boolean }) {
  const { t, formats } = useLanguage();
  const toPickUp = waitsAtDesk(order); // what is said at the desk stands first, on a phone as well
  return (
    <>
      <Heading
        title={t("order.title", { number: order.number })}
        text={t("order.placed", { time: formats.moment(order.createdAt) })}
        actions={
          <span key={`${order.status} ${order.fulfilment}`} className="appear flex gap-2">
            <OrderStatusBadge order={order} />
            <FulfilmentBadge order={order} />
          </span>
        }
      />
      <div className="mb-6">
        <Outcome order={order} asking={asking} />
      </div>
      {order.repeatId && (
        <p className="mb-6">
          <Link to="/repeat-orders" className="text-accent underline underline-offset-4">
            <HowOften every={order.repeatEvery} />
          </Link>
        </p>
      )}
      {order.exchangeOf && (
        <p className="mb-6" data-testid="exchange-of">
          <Link
            to="/orders/$orderId"
            params={{ orderId: order.exchangeOf.orderId }}
            className="text-accent underline underline-offset-4"
          >
            {t("order.exchangeOf", { number: order.exchangeOf.orderNumber })}
          </Link>
        </p>
      )}
      <OrderEdits order={order} />
      <div className={LAYOUT}>
        <div className="min-w-0 space-y-6">
          <OrderCodes order={order} />
          <OrderFiles order={order} />
          {toPickUp && <ParcelList order={order} />}
          <Panel
            title={t(
              order.items.length > 0
                ? "order.items"
                : order.bookingId
                  ? "order.session"
                  : "order.new.description",
            )}
          >
            <Session order={order} />
            <OrderItems order={order} />
            <OrderFacts order={order} />
            <OrderAgain order={order} />
            <AskAbout order={order} />
            <CancelOrder order={order} />
          </Panel>
          <Contact order={order} />
          <Collector order={order} />
          <BuyerNote order={order} />
          <OrderSellers order={order} />
          {!toPickUp && <ParcelList order={order} />}
          <ReturnList order={order} />
          <Invoices order={order} />
        </div>
        <Panel title={t("order.receipt")}>
          <p className="mb-5 text-13 text-ink-soft">{t("order.receiptText")}</p>
          <OrderTimeline order={order} />
        </Panel>
      </div>
      {isPaid(order) && <Receipt order={order} />}
    </>
  );
}

/** Who has an account asks the shop; each seller is asked beside what they send. */
function AskAbout({ order }: { order: OrderShown }) {
  const member = Boolean(useSession()?.user);
  return member ? <AskLink about={{ order: order.id }} /> : null;
}
