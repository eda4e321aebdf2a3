import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type {
  FoundAnswer,
  People,
  PersonAnswer,
  StaffOrder,
  StaffOrders,
} from "../../base/api/types";
import { ROWS } from "../desk/queries";
import { type OrderSearch, orderParams } from "./orderSearch";

export function ordersQuery(search: OrderSearch) {
  return infiniteQueryOptions({
    queryKey: ["staff", "orders", search],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffOrders>(
        "/staff/orders",
        { ...orderParams(search), cursor: pageParam, limit: ROWS },
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

export function peopleQuery(q: string, limit = ROWS) {
  return infiniteQueryOptions({
    queryKey: ["staff", "people", q, limit],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<People>("/staff/people", { q, cursor: pageParam, limit }, signal),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

export function personQuery(userId: string) {
  return queryOptions({
    queryKey: ["staff", "person", userId],
    queryFn: ({ signal }) =>
      get<PersonAnswer>(`/staff/people/${encodeURIComponent(userId)}`, {}, signal),
    staleTime: 0,
  });
}

export function everythingQuery(q: string, locale: string) {
  return queryOptions({
    queryKey: ["staff", "search", q, locale],
    queryFn: ({ signal }) => get<FoundAnswer>("/staff/search", { q, locale }, signal),
    enabled: q !== "",
    staleTime: 10_000,
  });
}
