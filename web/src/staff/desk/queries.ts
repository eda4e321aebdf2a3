import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type {
  DeadDeliveryPage,
  DeadJobPage,
  DeadLetterPage,
  LogPage,
  OpenReservationPage,
  StaffCampaignPage,
  StaffStatementPage,
  StaffVariantPage,
  Statistics,
  Wallets,
} from "../../base/api/types";
import { learnCampaigns } from "../../rooms/promotions/queries";
import type { LogSearch, StockSearch } from "./search";

export const ROWS = 50;

export function variantsQuery(search: StockSearch, locale: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "variants", search, locale],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffVariantPage>(
        "/staff/variants",
        { ...search, low: search.low, locale, cursor: pageParam, limit: ROWS },
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

export function logQuery(search: LogSearch, locale: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "log", search, locale],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<LogPage>(
        "/staff/stock-log",
        { ...logParams(search), locale, cursor: pageParam, limit: ROWS },
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
    get<OpenReservationPage>("/staff/reservations", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 5_000,
});

export const deadJobsQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-jobs", "page"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<DeadJobPage>("/staff/dead-jobs", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});

export const deadDeliveriesQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-deliveries", "page"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<DeadDeliveryPage>("/staff/deliveries/dead", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});

export const deadLettersQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-letters", "page"],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    get<DeadLetterPage>("/staff/dead-letters", { limit: 100, cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});

export function statisticsQuery(from: string, to: string, locale: string) {
  return queryOptions({
    queryKey: ["staff", "statistics", from, to, locale],
    queryFn: ({ signal }) => get<Statistics>("/staff/statistics", { from, to, locale }, signal),
    refetchInterval: 30_000,
  });
}

export const staffCampaignsQuery = infiniteQueryOptions({
  queryKey: ["staff", "campaigns"],
  initialPageParam: "",
  queryFn: async ({ pageParam, signal }) => {
    const page = await get<StaffCampaignPage>(
      "/staff/coupon-campaigns",
      { cursor: pageParam, limit: ROWS },
      signal,
    );
    learnCampaigns(page.campaigns);
    return page;
  },
  getNextPageParam: (page) => page.nextCursor,
});

export function userWalletsQuery(userId: string) {
  return queryOptions({
    queryKey: ["staff", "wallets", userId],
    queryFn: ({ signal }) => get<Wallets>(`/staff/users/${userId}/wallets`, {}, signal),
    staleTime: 0,
    refetchInterval: 10_000,
  });
}

export function staffStatementQuery(walletId: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "wallets", walletId, "statement"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffStatementPage>(
        `/staff/wallets/${walletId}/statement`,
        { cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}
