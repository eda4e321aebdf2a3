import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { OrderShown, SellersOfOrder } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { AskLink } from "../conversations/AskLink";
import { FulfilmentBadge } from "../parcels/Badges";

/** Who sends what of one's own order, where sellers do; each step of the order is looked at anew. */
export function OrderSellers({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const query = useQuery({
    ...answerQuery<SellersOfOrder>(
      ["orders", order.id, "sellers", order.version],
      `/orders/${order.id}/sellers`,
    ),
    enabled: order.status === "paid" || order.status === "completed",
    placeholderData: (before) => before,
  });
  const sellers = query.data?.sellers ?? [];
  if (sellers.length === 0) return null;
  return (
    <Panel title={t("orderPage.sellers")}>
      <ul aria-label={t("orderPage.sellers")} className="divide-y divide-line">
        {sellers.map((one) => (
          <li key={one.sellerId} className="space-y-1 py-3 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="min-w-0 font-medium wrap-anywhere">{one.sellerName}</h3>
              <FulfilmentBadge
                always
                order={{ status: order.status, fulfilment: one.fulfilment }}
              />
            </div>
            <ul className="text-13 text-ink-soft">
              {one.lines.map((line) => {
                const cancelled = order.items[line.line]?.cancelled;
                return (
                  <li key={line.line} className="wrap-anywhere">
                    {line.quantity} × {line.productName}
                    {cancelled ? ` · ${t("orderUnits.cancelled", { count: cancelled })}` : ""}
                  </li>
                );
              })}
            </ul>
            <AskLink about={{ order: order.id, seller: one.sellerId }} to={one.sellerName} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
