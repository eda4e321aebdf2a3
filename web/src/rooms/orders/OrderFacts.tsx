import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { GoesTo } from "./GoesTo";
import { NextStep } from "./NextStep";
import { Offers } from "./Offers";
import { useWayName } from "./wayName";
import { isPaid } from "./words";

/** How it is paid, what happens next, and the receipt to print. */
export function OrderFacts({ order, byLink }: { order: OrderShown; byLink?: boolean }) {
  const { t, formats } = useLanguage();
  return (
    <div className="mt-5">
      <dl className="space-y-3">
        {order.provider && (
          <div>
            <dt className="text-13 text-ink-soft">{t("orderPage.way")}</dt>
            <dd>
              <Ways order={order} />
            </dd>
          </div>
        )}
        {order.shippingAddress && (
          <div>
            <dt className="text-13 text-ink-soft">{t("orderPage.goesTo")}</dt>
            <dd>
              <GoesTo order={order} />
            </dd>
          </div>
        )}
        {order.pickup && (
          <div data-testid="pick-up">
            <dt className="text-13 text-ink-soft">{t("parcel.pickUp")}</dt>
            <dd className="wrap-anywhere">{order.pickup}</dd>
          </div>
        )}
        {order.arrivesFrom && order.arrivesBy && (
          <div>
            <dt className="text-13 text-ink-soft">
              {t(order.pickup ? "orderPage.readyBy" : "orderPage.arrives")}
            </dt>
            <dd>{formats.days(order.arrivesFrom, order.arrivesBy)}</dd>
          </div>
        )}
        {order.offers && order.offers.length > 0 && (
          <div data-testid="offers">
            <dt className="text-13 text-ink-soft">{t("orderPage.offers")}</dt>
            <dd>
              <Offers offers={order.offers} />
            </dd>
          </div>
        )}
        <div>
          <dt className="text-13 text-ink-soft">{t("orderPage.next")}</dt>
          <dd>
            <NextStep order={order} byLink={byLink} />
          </dd>
        </div>
      </dl>
      {isPaid(order) && (
        <Button className="mt-5" onClick={() => window.print()}>
          {t("orderPage.print")}
        </Button>
      )}
    </div>
  );
}

/** What paid it: each with its sum, where several did. */
function Ways({ order }: { order: OrderShown }) {
  const { formats } = useLanguage();
  const wayName = useWayName(order);
  const parts = order.paidParts ?? [];
  if (parts.length === 0) return wayName(order.provider ?? "");
  return (
    <ul data-testid="paid-parts">
      {parts.map(({ provider, amount }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two certificates are called alike
        <li key={at} className="tabular">
          {wayName(provider)}
          {" · "}
          {formats.price(amount, order.currency)}
        </li>
      ))}
    </ul>
  );
}
