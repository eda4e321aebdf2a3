import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Unsaved, UnsavedHere } from "../../base/unsaved";
import { CountdownRing } from "../../design/CountdownRing";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { Session } from "../booking/Session";
import { pricedAt, repriced } from "../cart/cart";
import { useDirect } from "../cart/direct";
import { endOf, useHold } from "../cart/hold";
import { BuyerNote } from "../orders/BuyerNote";
import { Collector } from "../orders/Collector";
import { Contact, isAskedForMail, useMailAsked } from "../orders/Contact";
import { OrderItems } from "../orders/OrderItems";
import { UnderWay } from "../orders/UnderWay";
import { HowOften } from "../repeats/HowOften";
import { HowDelivered } from "./HowDelivered";
import { HowToPay } from "./HowToPay";
import { saidOfHold } from "./held";
import { useHowPaid } from "./howPaid";
import { LoginForMore } from "./LoginForMore";
import { PaidFrom } from "./PaidFrom";
import { PayBar } from "./PayBar";
import { usePress } from "./press";
import { Repriced } from "./Repriced";
import { WhereTo } from "./WhereTo";

interface Props {
  order: OrderShown;
  reservationId: string;
  onOver: () => void;
}

/** On a phone one below the other, the pay button over them; else the sum and the button beside. */
export const LAYOUT =
  "flex flex-col gap-6 md:grid md:grid-cols-[minmax(0,1fr)_minmax(0,360px)] md:items-start lg:gap-10";

/** While it is held: who is told, where it goes, how, how it is paid, and what it comes to. */
export function OpenTill({ order, reservationId, onOver }: Props) {
  const { t } = useLanguage();
  const how = useHowPaid(order, reservationId);
  const [unsaved] = useState(() => new Unsaved());
  const pressing = usePress(order, how, unsaved);
  const mails = useMailAsked();
  return (
    <UnsavedHere value={unsaved}>
      <div className={LAYOUT}>
        <div className="min-w-0 space-y-6">
          {order.awaits === "provider" && <UnderWay order={order} />}
          <Held order={order} onOver={onOver} />
          <Account />
          <Contact key={`contact ${order.id}`} order={order} />
          <WhereTo key={order.id} order={order} withoutEmail={mails && isAskedForMail(order)} />
          <HowDelivered order={order} />
          <Collector key={`collector ${order.id}`} order={order} />
          <BuyerNote key={`note ${order.id}`} order={order} />
          <HowToPay
            order={order}
            reservationId={reservationId}
            how={how}
            onPay={() => void pressing.press()}
          />
        </div>
        <div className="contents space-y-4 md:sticky md:top-20 md:block">
          <Panel title={t("checkout.summary")}>
            <Session order={order} />
            {order.repeatId && (
              <p className="mb-3 font-medium" data-testid="how-often">
                <HowOften every={order.repeatEvery} />
              </p>
            )}
            <OrderItems order={order} />
            <PaidFrom how={how} currency={order.currency} />
          </Panel>
          <PricesNow order={order} />
          <PayBar order={order} how={how} pressing={pressing} />
        </div>
      </div>
    </UnsavedHere>
  );
}

/** What was bought beside the cart, and cost something else on its product's page: that is said once
 * it is held. */
function PricesNow({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const seen = useDirect();
  const hold = useHold();
  if (!hold?.direct || hold.orderId !== order.id) return null;
  const now = new Map(order.items.map(({ variantId, price }) => [variantId, price]));
  const cart = pricedAt(seen, (variantId) => now.get(variantId));
  if (repriced(cart).length === 0) return null;
  return (
    <Notice tone="held" title={t("price.changed")} testId="unit-price-changed">
      <Repriced cart={cart} />
    </Notice>
  );
}

function Held({ order, onOver }: { order: OrderShown; onOver: () => void }) {
  const { t } = useLanguage();
  const holdSeconds = useHoldSeconds(order);
  return (
    <Panel>
      <div className="flex items-center gap-4 sm:gap-6">
        <CountdownRing
          expiresAt={order.expiresAt ?? ""}
          holdSeconds={holdSeconds}
          onOver={onOver}
        />
        <div className="min-w-0 space-y-1">
          <h2 className="text-18 font-semibold">{t("checkout.held")}</h2>
          <p className="text-ink-soft">{t(saidOfHold(order.items))}</p>
        </div>
      </div>
    </Panel>
  );
}

/** Who is logged in; a guest may do so, or go on without. */
function Account() {
  const { t } = useLanguage();
  const session = useSession();
  const user = session?.user;
  if (!user) return <LoginForMore />;
  const email = session.typedUserId === null && user.email; // a typed user's is nobody's
  return (
    <Panel title={t("order.contact")}>
      <p className="break-words">{[user.name, email].filter(Boolean).join(" · ")}</p>
    </Panel>
  );
}

/** The whole ring: what this order was given, else what the shop gives. */
function useHoldSeconds(order: OrderShown): number {
  const configured = useQuery(configQuery).data?.holdSeconds;
  const given = Math.round((endOf(order) - Date.parse(order.createdAt)) / 1000);
  return given > 0 ? given : (configured ?? 900);
}
