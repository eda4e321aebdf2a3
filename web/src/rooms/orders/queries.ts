import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { get } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { listQuery, queryClient, sessionQuery } from "../../base/api/queries";
import type { OrdersAnswer as OrderList, OrderShown } from "../../base/api/schema";
import { isStaff, ownAnswers } from "../../base/session";
import { useLatest as useNewest, useWatchOwn } from "../../live/channel";
import { maySucceedLate, notTheirs, settleHold } from "../cart/hold";
import { mayStillPay } from "../cart/tried";
import { codesDue, filesDue } from "./codes";
import { liveOrders } from "./live";
import { asked, type OwnSearch } from "./search";

ownAnswers("orders");

/** What came with an answer is as absolute as what is told. Staff see others' orders, too; those
 * are nobody's news. */
function learnOrders(seen: readonly OrderShown[]): void {
  const session = queryClient.getQueryData(sessionQuery.queryKey);
  const mine = isStaff(session) && `user:${session?.user?.id}`;
  const own = mine ? seen.filter(({ userId }) => userId === mine) : seen;
  liveOrders.take(own.map(({ id, ...order }) => ({ orderId: id, ...order })));
}

export function orderQuery(orderId: string) {
  return queryOptions({
    queryKey: ["orders", orderId],
    queryFn: async ({ signal }) => {
      const path = `/orders/${encodeURIComponent(orderId)}`;
      const { order } = await get<{ order: OrderShown }>(path, {}, signal).catch((error) => {
        if (asProblem(error).status === 404) notTheirs(orderId);
        throw error;
      });
      learnOrders([order]);
      settleHold(order);
      return order;
    },
    staleTime: 0,
  });
}

/** Where its guest is told of it, and who they are, is said: of an order shown that alone is new. */
export function keepContact(orderId: string, told: OrderShown): void {
  const { contactEmail, contactName, contactPhone } = told;
  queryClient.setQueryData(
    orderQuery(orderId).queryKey,
    (known: OrderShown | undefined) =>
      known && { ...known, contactEmail, contactName, contactPhone },
  );
}

/** What an answer says of an order that is shown: its history and pictures are told with it alone. */
export function keepOrder(order: OrderShown): void {
  queryClient.setQueryData(orderQuery(order.id).queryKey, (known: OrderShown | undefined) => {
    const pictures = new Map(known?.items.map((item) => [item.variantId, item.imageUrl]));
    return {
      ...order,
      items: order.items.map((item) => ({
        ...item,
        imageUrl: item.imageUrl ?? pictures.get(item.variantId),
      })),
      timeline: known?.timeline ?? null,
    };
  });
}

/** Whether the visitor is told of this order, so that nobody need ask. */
function useFollowed(orderId?: string): boolean {
  const told = () =>
    liveOrders.following && (orderId === undefined || liveOrders.get(orderId) !== undefined);
  return useSyncExternalStore(liveOrders.subscribe, told);
}

/** How often to look again where nobody tells: quickly while an answer is due, not at all once all
 * is said. */
function pace(order: OrderShown): number | false {
  if (codesDue(order) > 0 || filesDue(order)) return 3_000;
  if (isUnderWay(order) || order.refund === "begun" || maySucceedLate(order)) return 1_500;
  return order.status === "pending" ? 10_000 : false;
}

/** Paid for already, as far as the buyer is concerned: there is nothing to do but wait. */
export function isUnderWay(order: OrderShown): boolean {
  return (
    order.status === "pending" &&
    order.awaits !== "staff" &&
    (Boolean(order.awaits) || mayStillPay(order.id))
  );
}

/** The order as it stands at this moment: its status turns when it is told, the rest follows. */
export function useOrder(orderId: string) {
  const told = useFollowed(orderId);
  const query = useQuery({
    ...orderQuery(orderId),
    // That somebody agreed to what it books is told of the booking.
    refetchInterval: ({ state }) =>
      state.data && (!told || state.data.answerDue) ? pace(state.data) : false,
  });
  const { refetch, data } = query;
  const state = useNewest(liveOrders, orderId);
  useWatchOwn(liveOrders, true);
  const newest = state?.version ?? 0;
  const shown = data?.version;
  useEffect(() => {
    if (shown !== undefined && newest > shown) void refetch({ cancelRefetch: false });
  }, [newest, shown, refetch]);
  const order = useMemo(() => (data && state ? latest(data, state) : data), [data, state]);
  // That it is off is often told before it is answered, and a hold that ended is not entered again.
  useEffect(() => {
    if (order) settleHold(order);
  }, [order]);
  return { ...query, data: order };
}

type Stand = Pick<
  OrderShown,
  "status" | "reason" | "cancelledBy" | "refund" | "version" | "fulfilment"
>;

function latest(order: OrderShown, stand: Stand): OrderShown {
  const { status, reason, cancelledBy, refund, version, fulfilment } = stand;
  return version > order.version
    ? { ...order, status, reason, cancelledBy, refund, version, fulfilment }
    : order;
}

const ordersQuery = (search: OwnSearch) =>
  listQuery<OrderList>(
    ["orders", "mine", search],
    "/orders",
    { ...asked(search, new Date()), limit: 20 },
    (page) => learnOrders(page.orders),
  );

const LIST_EVERY = 2_500;

function undecided(pages: OrderList[] | undefined): boolean {
  return pages?.some((page) => page.orders.some(({ status }) => status === "pending")) ?? false;
}

/** The visitor's orders that are looked for, newest first, as they stand at this moment; made
 * elsewhere, they appear. */
export function useOrders(search: OwnSearch) {
  const told = useFollowed();
  const query = useInfiniteQuery({
    ...ordersQuery(search),
    placeholderData: (before) => before,
    staleTime: 0,
    refetchInterval: ({ state }) => !told && undecided(state.data?.pages) && LIST_EVERY,
  });
  const { refetch, data } = query;
  useWatchOwn(liveOrders, true);
  const newest = useSyncExternalStore(liveOrders.subscribe, newestOrder);
  const first = useRef("");
  const loaded = data !== undefined;
  first.current = data?.pages[0]?.orders[0]?.id ?? "";
  useEffect(() => {
    if (loaded && newest > first.current) void refetch({ cancelRefetch: false });
  }, [loaded, newest, refetch]);
  return query;
}

/** Ids grow with time. */
function newestOrder(): string {
  const ids = liveOrders.states.map(({ orderId }) => orderId);
  return ids.sort().at(-1) ?? "";
}

/** One of a list, as it stands at this moment. */
export function useLatest(order: OrderShown): OrderShown {
  const state = useNewest(liveOrders, order.id);
  return useMemo(() => (state ? latest(order, state) : order), [order, state]);
}
