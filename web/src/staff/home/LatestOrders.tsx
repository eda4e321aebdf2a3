import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { StaffOrdersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Price } from "../../design/Price";
import { OrderStatusBadge } from "../../rooms/orders/OrderStatusBadge";
import { Buyer } from "../desk/Buyer";

const asked = { limit: 5 };
const latestQuery = {
  ...answerQuery<StaffOrdersAnswer>(["staff", "orders", asked], "/staff/orders", asked),
  staleTime: 0,
  refetchInterval: 10_000,
};

/** What came in last; nothing where nobody has ordered. */
export function LatestOrders() {
  const { t, formats } = useLanguage();
  const now = useServerNow();
  const orders = useQuery(latestQuery).data?.orders ?? [];
  if (orders.length === 0) return null;
  return (
    <section aria-labelledby="latest" className="rounded-l border border-line bg-raised">
      <div className="flex flex-wrap items-baseline justify-between gap-2 px-4 pt-4 pb-2 sm:px-6">
        <h2 id="latest" className="text-18 font-semibold">
          {t("staffHome.latest")}
        </h2>
        <Link to="/staff/orders" className="text-accent hover:underline">
          {t("staffHome.all")}
        </Link>
      </div>
      <ul className="divide-y divide-line pb-2" data-testid="latest-orders">
        {orders.map((order) => (
          <li
            key={order.id}
            className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-2 sm:grid-cols-[8rem_1fr_auto_7rem] sm:px-6"
          >
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: order.id }}
              className="tabular inline-flex min-h-8 items-center font-medium whitespace-nowrap hover:text-accent"
            >
              {order.number}
            </Link>
            <span className="order-3 min-w-0 text-13 text-ink-soft sm:order-none">
              <Buyer who={order.buyer} />
              {" · "}
              <time dateTime={order.createdAt} title={formats.moment(order.createdAt)}>
                {formats.ago(order.createdAt, now)}
              </time>
            </span>
            <span className="order-4 justify-self-end sm:order-none">
              <OrderStatusBadge order={{ ...order, awaits: null }} />
            </span>
            <span className="justify-self-end">
              <Price amount={order.total} currency={order.currency} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
