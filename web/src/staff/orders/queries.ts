import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { OpenReservationPage, StaffOrder, StaffOrders } from "../../base/api/types";
import { inMoments, ROWS } from "../desk/search";
import type { OrderSearch } from "./search";

export function ordersQuery(search: OrderSearch) {
  return infiniteQueryOptions({
    queryKey: ["staff", "orders", search],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffOrders>(
        "/staff/orders",
        { ...inMoments(search), cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
    // Whoever went on reading is not thrown back to the top.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
  });
}

export function staffOrderQuery(orderId: string) {
  return queryOptions({
    queryKey: ["staff", "order", orderId],
    queryFn: ({ signal }) =>
      get<StaffOrder>(`/staff/orders/${encodeURIComponent(orderId)}`, {}, signal),
    staleTime: 0,
    refetchInterval: 10_000,
  });
}

export const reservationsQuery = infiniteQueryOptions({
  queryKey: ["staff", "reservations"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<OpenReservationPage>("/staff/reservations", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 5_000,
});
