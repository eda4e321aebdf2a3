import { useQueries, useQuery } from "@tanstack/react-query";
import type { OrderShown } from "../../base/api/schema";
import { differenceQuery, returnsQuery } from "./queries";

/** Whether anything of the order can have come back. */
export function mayHaveReturns(order: Pick<OrderShown, "status" | "fulfilment">): boolean {
  return (order.status === "paid" || order.status === "completed") && order.fulfilment !== null;
}

/** The order that waits for the difference of an exchange of what this one brought; undefined:
 * nothing is owed. */
export function useDifference(
  order: Pick<OrderShown, "id" | "version" | "status" | "fulfilment">,
): OrderShown | undefined {
  const seen = useQuery({
    ...returnsQuery(order.id, order.version),
    enabled: mayHaveReturns(order),
  }).data;
  const dearer = (seen?.returns ?? []).flatMap(({ exchange }) =>
    exchange?.orderId && exchange.due !== null ? [exchange.orderId] : [],
  );
  const orders = useQueries({ queries: dearer.map(differenceQuery) });
  return orders.find(({ data }) => data?.status === "pending")?.data;
}
