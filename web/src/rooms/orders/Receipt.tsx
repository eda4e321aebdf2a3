import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { useShopName } from "../../base/shop";
import { PriceParts } from "../../design/PriceParts";
import { useWayName } from "./wayName";

/** What stands on paper when the order's page is printed, and nothing else does. */
export function Receipt({ order }: { order: OrderShown }) {
  const { t, formats } = useLanguage();
  const wayName = useWayName(order);
  const shop = useShopName();
  return (
    <section className="receipt tabular hidden print:block" aria-hidden="true">
      <p className="text-18 font-semibold">{shop}</p>
      <p className="mt-4 text-18 font-semibold">{t("order.title", { number: order.number })}</p>
      <p>{formats.moment(order.paidAt ?? order.createdAt)}</p>
      <table className="mt-6 w-full border-collapse text-left">
        <tbody>
          {order.items.map((item) => (
            <tr key={item.variantId} className="border-b border-line align-top">
              <td className="py-2 pr-4">
                {item.productName}
                <span className="block text-13">{optionWords(item.options)}</span>
              </td>
              <td className="py-2 pr-4 text-right whitespace-nowrap">
                {item.quantity} × {formats.price(item.price, order.currency)}
              </td>
              <td className="py-2 text-right whitespace-nowrap">
                {formats.price(item.price * item.quantity, order.currency)}
              </td>
            </tr>
          ))}
          {order.description && (
            <tr className="border-b border-line">
              <td colSpan={3} className="py-2 wrap-anywhere">
                {order.description}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {order.parts.length > 0 ? (
        <PriceParts parts={order.parts} currency={order.currency} className="mt-3" />
      ) : (
        order.discount > 0 && (
          <p className="mt-3 flex justify-between">
            <span>{t("order.discount")}</span>
            <span>{formats.priceChange(-order.discount, order.currency)}</span>
          </p>
        )
      )}
      <p className="mt-3 flex justify-between text-18 font-semibold">
        <span>{t("order.total")}</span>
        <span>{formats.price(order.total, order.currency)}</span>
      </p>
      {Boolean(order.refunded) && (
        <p className="mt-3 flex justify-between">
          <span>{t("orderPage.refunded")}</span>
          <span>{formats.price(order.refunded ?? 0, order.currency)}</span>
        </p>
      )}
      {order.provider && (
        <p className="mt-3 flex justify-between">
          <span>{t("orderPage.way")}</span>
          <span>{wayName(order.provider)}</span>
        </p>
      )}
    </section>
  );
}
