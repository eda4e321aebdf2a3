import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Order, OrderPage as OrderList } from "../api/types";
import { maySucceedLate, readHold, settleHold } from "../checkout/hold";

export function orderQuery(orderId: string) {
  return queryOptions({
    queryKey: ["orders", orderId],
    queryFn: async ({ signal }) => {
      const path = `/orders/${encodeURIComponent(orderId)}`;
      const { order } = await get<{ order: Order }>(path, {}, signal);
      settleHold(order);
      return order;
    },
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data ? pace(state.data) : false),
  });
}

/** How often to look again: quickly while an answer is due, not at all once all is said. */
function pace(order: Order): number | false {
  if (waitsForBank(order) || order.refund === "begun" || maySucceedLate(order)) return 1_500;
  return order.status === "pending" ? 10_000 : false;
}

export function waitsForBank(order: Order): boolean {
  const hold = readHold();
  return (
    order.status === "pending" &&
    Boolean(order.paymentId ?? (hold?.orderId === order.id && hold.paymentId))
  );
}

export const ordersQuery = infiniteQueryOptions({
  queryKey: ["orders", "mine"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<OrderList>("/orders", { cursor: pageParam, limit: 20 }, signal),
  getNextPageParam: (page) => page.nextCursor,
  staleTime: 0,
  // While something is not decided it is looked at again, so that its status turns by itself.
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.orders.some((order) => order.status === "pending"))
      ? 2_500
      : false,
});
