import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { LogPage, StaffVariantPage } from "../../base/api/types";
import { inMoments, ROWS } from "../desk/search";
import type { LogSearch, StockSearch } from "./search";

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

export function logQuery(search: LogSearch, locale: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "log", search, locale],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<LogPage>(
        "/staff/stock-log",
        { ...inMoments(search), locale, cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}
