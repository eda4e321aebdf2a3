import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { useSession } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { FulfilmentBadge } from "../parcels/Badges";
import { UnitsInLine } from "../waiting/GoodsLine";
import { ForgetMe } from "./ForgetMe";
import { NewOrder } from "./NewOrder";
import { OrderFilters } from "./OrderFilters";
import { OrderStatusBadge } from "./OrderStatusBadge";
import { useLatest, useOrders } from "./queries";

export function OrdersPage() {
  const { t } = useLanguage();
  const search = getRouteApi("/orders").useSearch();
  const query = useOrders(search);
  const demo = useQuery(configQuery).data?.demo;
  const user = useSession()?.user;
  const orders = query.data?.pages.flatMap((page) => page.orders) ?? [];
  const searched = Object.values(search).some(Boolean);
  return (
    <div className="page max-w-5xl pb-16">
      <Heading title={t("order.mine")} actions={demo && user && <NewOrder />} />
      <UnitsInLine />
      {(query.isPending || orders.length > 0 || searched) && <OrderFilters />}
      <Listing
        query={query}
        more={t("order.more")}
        className="mt-6"
        loading={
          <div className="space-y-px">
            {["a", "b", "c"].map((key) => (
              <Skeleton key={key} className="h-20 w-full" />
            ))}
          </div>
        }
        empty={orders.length === 0}
        none={
          searched ? (
            <Blank title={t("orders.none")} hint={t("orders.noneHint")} />
          ) : (
            <Blank
              icon="clock"
              title={t("order.none")}
              hint={t("order.noneHint")}
              action={<ToShop />}
            />
          )
        }
      >
        <ul className="divide-y divide-line border-y border-line">
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      </Listing>
      {orders.length > 0 && <ForgetMe />}
    </div>
  );
}

function OrderRow(props: { order: OrderShown }) {
  const order = useLatest(props.order);
  const { t, formats } = useLanguage();
  const now = useServerNow(false);
  const pieces = order.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1 py-4 hover:bg-sunken/60">
      <div className="min-w-0 grow basis-40 max-sm:order-first sm:basis-60">
        <Link
          to="/orders/$orderId"
          params={{ orderId: order.id }}
          aria-label={t("order.openOrder", { number: order.number })}
          className="tabular font-semibold after:absolute after:inset-0"
        >
          {order.number}
        </Link>
        <p className="truncate text-13 text-ink-soft">
          {order.description ?? order.items.map((item) => item.productName).join(", ")}
        </p>
      </div>
      <span aria-hidden="true" className="-mt-1 basis-full sm:hidden" />
      <p className="text-13 text-ink-soft sm:w-44">
        <time dateTime={order.createdAt}>{formats.ago(order.createdAt, now)}</time>
        {pieces > 0 && `, ${t("order.pieces", { count: pieces })}`}
      </p>
      <span key={`${order.status} ${order.fulfilment}`} className="appear flex flex-wrap gap-2">
        <OrderStatusBadge order={order} />
        <FulfilmentBadge order={order} />
      </span>
      <Price
        amount={order.total}
        currency={order.currency}
        className="ml-auto min-w-28 justify-end text-right font-medium max-sm:order-first"
      />
    </li>
  );
}
