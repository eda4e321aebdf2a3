import { useInfiniteQuery } from "@tanstack/react-query";
import type { SellerBody, SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { ownOrdersQuery } from "./queries";
import { SellerFrame } from "./SellerFrame";

const TONES: Record<SubOrderBody["status"], BadgeTone> = {
  paid: "held",
  completed: "free",
  cancelled: "gone",
};

/** What was sold of the seller's goods, order by order. */
export function OrdersPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.orders")}>
      {(seller) => <Orders key={seller.id} seller={seller} />}
    </SellerFrame>
  );
}

function Orders({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const query = useInfiniteQuery(ownOrdersQuery(seller.id));
  const orders = query.data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <Listing
      query={query}
      empty={orders.length === 0}
      none={<Blank icon="cart" title={t("seller.noOrders")} hint={t("seller.noOrdersHint")} />}
      loading={<Skeleton className="h-72 w-full" />}
    >
      <ul aria-label={t("seller.orders")} className="space-y-4">
        {orders.map((one) => (
          <SubOrder key={one.id} order={one} />
        ))}
      </ul>
    </Listing>
  );
}

/** One seller's part of an order. */
export function SubOrder({ order, name }: { order: SubOrderBody; name?: string }) {
  const { t, formats } = useLanguage();
  const { currency } = order;
  return (
    <li className="rounded-l border border-line bg-raised p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold wrap-anywhere">{name ?? order.number}</h2>
        <Badge tone={TONES[order.status]}>{t(`seller.status.${order.status}`)}</Badge>
      </div>
      <p className="text-13 text-ink-soft">
        <Moment at={order.soldAt} />
        {order.buyer && <> · {order.buyer}</>}
      </p>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {order.lines.map((line) => (
          <li key={line.line} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="min-w-0 grow basis-48 wrap-anywhere">
              {line.productName}
              {Object.values(line.options).length > 0 && (
                <span className="text-ink-soft"> · {Object.values(line.options).join(", ")}</span>
              )}
              {line.returned > 0 && (
                <span className="block text-13 text-ink-soft">
                  {t("seller.returned", { count: line.returned })}
                </span>
              )}
            </span>
            <span className="tabular text-right">
              {line.quantity} × {formats.price(line.price, currency)}
            </span>
          </li>
        ))}
      </ul>
      {order.earnedAt && (
        <p className="tabular mt-3 text-right text-13">
          {t("seller.kept", {
            gross: formats.price(order.gross, currency),
            fee: formats.price(order.commission, currency),
            net: formats.price(order.gross - order.commission, currency),
          })}
        </p>
      )}
    </li>
  );
}
