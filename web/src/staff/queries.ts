import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { DayFigures, LogEntry, OpenReservation, StaffVariant } from "../api/types";
import type { LogSearch, StockSearch } from "./search";

export const ROWS = 50;

export function variantsQuery(search: StockSearch) {
  return infiniteQueryOptions({
    queryKey: ["staff", "variants", search],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<{ variants: StaffVariant[]; nextCursor: string | null }>(
        "/staff/variants",
        { ...search, low: search.low ? 1 : undefined, cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The log's filter as the server takes it; days are whole, in the visitor's own time zone. */
export function logParams({ from, to, ...rest }: LogSearch) {
  return {
    ...rest,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && new Date(new Date(`${to}T00:00:00`).getTime() + 86_400_000).toISOString(),
  };
}

export function logQuery(search: LogSearch) {
  return infiniteQueryOptions({
    queryKey: ["staff", "log", search],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<{ entries: LogEntry[]; nextCursor: string | null }>(
        "/staff/stock-log",
        { ...logParams(search), cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

export const reservationsQuery = infiniteQueryOptions({
  queryKey: ["staff", "reservations"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<{ reservations: OpenReservation[]; nextCursor: string | null }>(
      "/staff/reservations",
      { cursor: pageParam },
      signal,
    ),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 5_000,
});

export function statisticsQuery(from: string, to: string) {
  return queryOptions({
    queryKey: ["staff", "statistics", from, to],
    queryFn: ({ signal }) => get<{ days: DayFigures[] }>("/staff/statistics", { from, to }, signal),
  });
}
