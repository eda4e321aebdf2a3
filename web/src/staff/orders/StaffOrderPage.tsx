import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Button, ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { Work } from "../../design/Work";
import { WriteFirst } from "../../rooms/conversations/WriteFirst";
import { GoesTo } from "../../rooms/orders/GoesTo";
import { Invoices } from "../../rooms/orders/Invoices";
import { PreorderNote } from "../../rooms/orders/OrderItems";
import { OrderStatusBadge } from "../../rooms/orders/OrderStatusBadge";
import { HowOften } from "../../rooms/repeats/HowOften";
import { ReturnList } from "../../rooms/returns/ReturnList";
import { Buyer } from "../desk/Buyer";
import { Suspect } from "../fraud/Suspect";
import { AgreedTo } from "./AgreedTo";
import { EditLines } from "./EditLines";
import { EditPaid } from "./EditPaid";
import { OrderActions } from "./OrderActions";
import { Line, OrderMoney } from "./OrderMoney";
import { OrderNotes } from "./OrderNotes";
import { OrderOffers } from "./OrderOffers";
import { OrderSellers } from "./OrderSellers";
import { OrderSession } from "./OrderSession";
import { OrderTags } from "./OrderTags";
import { Parcels } from "./Parcels";
import { somebody } from "./PickUp";
import { staffOrderQuery } from "./queries";
import { StaffEdits } from "./StaffEdits";
import { StaffTimeline } from "./StaffTimeline";

const route = getRouteApi("/staff/orders/$orderId");

/** An order with staff's eyes: who bought, what may be done now and why not, what happened. */
export function StaffOrderPage() {
  const { t } = useLanguage();
  const { orderId } = route.useParams();
  const query = useQuery(staffOrderQuery(orderId));
  useTitle(
    query.data ? t("order.title", { number: query.data.order.number }) : t("staff.column.order"),
  );
  if (query.data) return <Details seen={query.data} />;
  return (
    <NotShown
      query={query}
      title={t("staff.column.order")}
      missing={t("orderPage.none")}
      back={<ButtonLink to="/staff/orders">{t("staffOrder.title")}</ButtonLink>}
    />
  );
}

function Details({ seen }: { seen: StaffOrderAnswer }) {
  const { t, formats } = useLanguage();
  const { order } = seen;
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("order.title", { number: order.number })}
        beside={<OrderStatusBadge order={order} />}
        text={
          <>
            {t("order.placed", { time: formats.moment(order.createdAt) })} ·{" "}
            <Buyer inText who={seen.buyer} />
          </>
        }
      />
      {seen.suspect && seen.suspect.status !== "passed" && (
        <Panel title={t("fraud.against")}>
          <Work writes="POST /api/staff/fraud/{order_id}/release">
            <Suspect here found={seen.suspect} />
          </Work>
        </Panel>
      )}
      {order.exchangeOf && (
        <p data-testid="exchange-of">
          <Link
            to="/staff/returns/$returnId"
            params={{ returnId: order.exchangeOf.returnId }}
            className="text-accent underline underline-offset-4"
          >
            {t("order.exchangeOf", { number: order.exchangeOf.orderNumber })}
          </Link>
        </p>
      )}
      <OrderActions seen={seen} />
      <Work writes="POST /api/staff/orders">
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <div className="min-w-0 space-y-4">
            <Goods seen={seen} />
            <StaffEdits order={order} />
            <OrderSellers order={order} />
            <Parcels order={order} />
            <ReturnList staff order={order} />
            <Invoices order={order} />
            <Panel title={t("order.receipt")}>
              <StaffTimeline seen={seen} />
            </Panel>
          </div>
          <div className="min-w-0 space-y-4">
            <OrderMoney seen={seen} />
            <Who seen={seen} />
            {seen.agreement && <AgreedTo agreement={seen.agreement} />}
            {order.shippingAddress && (
              <Panel title={t("orderPage.goesTo")}>
                <GoesTo staff order={order} />
                {order.arrivesFrom && order.arrivesBy && (
                  <p className="mt-2 text-13 text-ink-soft">
                    {t("orderPage.arrives")}: {formats.days(order.arrivesFrom, order.arrivesBy)}
                  </p>
                )}
              </Panel>
            )}
            {order.pickup && (
              <Panel title={t("parcel.pickUp")}>
                <p className="wrap-anywhere">{order.pickup}</p>
                {order.collector && (
                  <p className="mt-2 wrap-anywhere" data-testid="collector">
                    {t("pickups.by")}: {somebody(order.collector)}
                  </p>
                )}
                {order.arrivesFrom && order.arrivesBy && (
                  <p className="mt-2 text-13 text-ink-soft">
                    {t("orderPage.readyBy")}: {formats.days(order.arrivesFrom, order.arrivesBy)}
                  </p>
                )}
              </Panel>
            )}
            {order.repeatId && (
              <Panel title={<HowOften every={order.repeatEvery} />}>
                <Link
                  to="/staff/repeat-orders/$repeatId"
                  params={{ repeatId: order.repeatId }}
                  className="text-accent underline underline-offset-4"
                >
                  {t("repeats.see")}
                </Link>
              </Panel>
            )}
            {order.buyerNote && (
              <Panel title={t("buyerNote.ofBuyer")}>
                <p className="whitespace-pre-wrap wrap-anywhere" data-testid="buyer-note">
                  {order.buyerNote}
                </p>
              </Panel>
            )}
            <OrderTags seen={seen} />
            <OrderNotes seen={seen} />
          </div>
        </div>
      </Work>
    </div>
  );
}

function Goods({ seen: { order, payments } }: { seen: StaffOrderAnswer }) {
  const { t, formats } = useLanguage();
  const offers = order.offers?.length ? <OrderOffers offers={order.offers} /> : null;
  const [editing, setEditing] = useState(false);
  const open = order.status === "pending" && !order.bookingId && order.reservationId !== null;
  const paying = payments.some(({ status }) => status === "pending" || status === "authorized");
  const bookingId = order.bookingId ?? order.restOf?.bookingId ?? order.picturesOf;
  const session = bookingId && <OrderSession bookingId={bookingId} />;
  if (order.items.length === 0)
    return (
      <Panel title={t(session ? "staffOrder.session" : "order.items")}>
        {order.description}
        {session}
        {offers}
      </Panel>
    );
  const paid = order.status === "paid" && order.fulfilment != null;
  const unsent =
    order.items.some(({ cancellable }) => cancellable) ||
    order.parcels?.some(({ status }) => status === "picking");
  if (editing && paid)
    return (
      <Panel title={t("editPaid.title")}>
        <EditPaid order={order} onClose={() => setEditing(false)} />
      </Panel>
    );
  if (editing && open)
    return (
      <Panel title={t("editOrder.title")}>
        <EditLines order={order} onClose={() => setEditing(false)} />
      </Panel>
    );
  return (
    <Panel title={t("order.items")}>
      <ul className="divide-y divide-line">
        {order.items.map((item) => (
          <li
            key={item.variantId}
            className="flex flex-wrap justify-between gap-x-4 py-2 first:pt-0 last:pb-0"
          >
            <span className="min-w-0 grow basis-48">
              <span className="font-medium">{item.productName}</span>
              <span className="block text-13 text-ink-soft">
                {[...Object.values(item.options), item.sku].filter(Boolean).join(" · ")}
              </span>
              {item.preorder && <PreorderNote preorder={item.preorder} />}
              {item.madeOf && (
                <ul className="tabular mt-1 text-13" aria-label={t("staffOrder.madeOf")}>
                  {item.madeOf.map((part) => (
                    <li key={part.variantId}>
                      {part.units * item.quantity} ×{" "}
                      {[part.productName, ...Object.values(part.options), part.sku]
                        .filter(Boolean)
                        .join(" · ")}
                    </li>
                  ))}
                </ul>
              )}
            </span>
            <span className="tabular text-right">
              {item.quantity} × {formats.price(item.price, order.currency)}
              {Boolean(item.cancelled) && (
                <span className="block text-13 text-ink-soft">
                  {t("orderUnits.cancelled", { count: item.cancelled ?? 0 })}
                </span>
              )}
              {item.discount > 0 && (
                <span className="block text-13 text-ink-soft">
                  {formats.priceChange(-item.discount, order.currency)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {session}
      {offers}
      {paid && unsent && (
        <Button
          size="s"
          className="mt-3"
          needs="POST /api/staff/orders/{order_id}/edits"
          onClick={() => setEditing(true)}
        >
          {t("editPaid.change")}
        </Button>
      )}
      {open && (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button size="s" disabled={paying} onClick={() => setEditing(true)}>
            {t("editOrder.edit")}
          </Button>
          {paying && <p className="text-13 text-ink-soft">{t("editOrder.paying")}</p>}
        </div>
      )}
    </Panel>
  );
}

function Who({ seen: { buyer, order } }: { seen: StaffOrderAnswer }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const email = buyer.email ?? order.contactEmail;
  return (
    <Panel title={t("staff.column.owner")}>
      <dl className="space-y-1">
        <Line label={t(`people.kind.${buyer.kind}`)}>
          <Buyer who={buyer} />
        </Line>
        {email && (
          <Line label={t("people.mail")}>
            <a href={`mailto:${email}`} className="text-accent hover:underline">
              {email}
            </a>
          </Line>
        )}
        {order.contactPhone && (
          <Line label={t("people.phone")}>
            <a href={`tel:${order.contactPhone}`} className="text-accent hover:underline">
              {order.contactPhone}
            </a>
          </Line>
        )}
      </dl>
      {buyer.userId && (
        <p className="mt-3">
          <Work writes="POST /api/staff/conversations">
            <WriteFirst
              place="/staff/conversations"
              order={order.id}
              name={order.number}
              onWritten={(conversationId) =>
                void navigate({
                  to: "/staff/conversations/$conversationId",
                  params: { conversationId },
                })
              }
            />
          </Work>
        </p>
      )}
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-1">
        <Link
          to="/staff/orders"
          search={{ q: buyer.owner }}
          className="text-accent hover:underline"
        >
          {t("people.ordersOf")}
        </Link>
        {buyer.userId && (
          <Link
            to="/staff/wallets"
            search={{ user: buyer.userId }}
            className="text-accent hover:underline"
          >
            {t("staff.walletsOfBuyer")}
          </Link>
        )}
      </p>
    </Panel>
  );
}
