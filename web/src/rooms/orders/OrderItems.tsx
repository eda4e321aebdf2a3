import { Link } from "@tanstack/react-router";
import type { OrderShown, PreorderOfLine } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Discount } from "../../design/Discount";
import { MadeOf } from "../../design/MadeOf";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { PriceParts } from "../../design/PriceParts";

/** The goods of an order as they were bought: names and prices of that moment. */
type Bought = Pick<
  OrderShown,
  "items" | "total" | "due" | "discount" | "parts" | "currency" | "description" | "refunded"
>;

export function OrderItems({ order }: { order: Bought }) {
  const { t, formats } = useLanguage();
  return (
    <div>
      <ul className="divide-y divide-line">
        {order.items.map((item) => (
          <li key={item.variantId} className="flex items-start gap-4 py-2 first:pt-0">
            {item.imageUrl !== undefined && (
              <Picture url={item.imageUrl} alt="" className="w-14 shrink-0 rounded-m" />
            )}
            <div className="min-w-0 grow">
              <Link
                to="/product/$handle"
                params={{ handle: item.productId }}
                search={{ variant: item.variantId }}
                className="font-medium hover:text-accent"
              >
                {item.productName}
              </Link>
              <p className="text-13 text-ink-soft">{optionWords(item.options)}</p>
              <MadeOf parts={item.madeOf} />
              {item.imageUrl !== undefined && (
                <p className="tabular text-13 text-ink-soft">
                  {t("orderPage.quantity", { count: item.quantity })}
                </p>
              )}
              {item.preorder && <PreorderNote preorder={item.preorder} />}
              {Boolean(item.cancelled) && (
                <p className="tabular text-13 text-ink-soft">
                  {t("orderUnits.cancelled", { count: item.cancelled ?? 0 })}
                </p>
              )}
            </div>
            <p className="tabular shrink-0 text-right">
              {item.quantity > 1 && <span className="text-ink-soft">{item.quantity} × </span>}
              <Price amount={item.price} currency={order.currency} />
            </p>
          </li>
        ))}
      </ul>
      {order.description && <p className="wrap-anywhere">{order.description}</p>}
      {order.parts.length > 0 ? (
        <PriceParts
          parts={order.parts}
          currency={order.currency}
          className="mt-2 border-t border-line pt-3"
        />
      ) : (
        <Discount
          amount={order.total + order.discount}
          discount={order.discount}
          currency={order.currency}
          className="mt-2 border-t border-line pt-3"
        />
      )}
      <p className="mt-2 flex items-baseline justify-between border-t border-line-strong pt-3 font-semibold">
        <span>{t("order.total")}</span>
        <Price amount={order.total} currency={order.currency} className="text-18" />
      </p>
      {order.due != null && (
        <dl className="tabular mt-1 space-y-1" data-testid="due">
          <div className="flex justify-between gap-4 text-ink-soft">
            <dt>{t("orderPage.partPaid")}</dt>
            <dd>{formats.price(order.total - order.due, order.currency)}</dd>
          </div>
          <div className="flex justify-between gap-4 font-semibold">
            <dt>{t("orderPage.due")}</dt>
            <dd>{formats.price(order.due, order.currency)}</dd>
          </div>
        </dl>
      )}
      {Boolean(order.refunded) && (
        <p className="tabular mt-1 flex items-baseline justify-between" data-testid="refunded">
          <span>{t("orderPage.refunded")}</span>
          <Price amount={order.refunded ?? 0} currency={order.currency} />
        </p>
      )}
    </div>
  );
}

/** Of a line that was ordered before it was there: when it is expected, or that it came. */
export function PreorderNote({ preorder }: { preorder: PreorderOfLine }) {
  const { t, formats } = useLanguage();
  const { quantity, awaited, expectedOn } = preorder;
  const day = expectedOn ? formats.dayAhead(expectedOn) : "";
  return (
    <p className="tabular text-13" data-testid="preorder">
      {awaited === 0
        ? t("orderItems.preorderCame")
        : t("orderItems.preorder", { count: awaited ?? quantity, day })}
    </p>
  );
}
