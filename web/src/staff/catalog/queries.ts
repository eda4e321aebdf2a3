import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StaffProductAnswer, StaffProductPage } from "../../base/api/types";
import { ROWS } from "../desk/search";
import { STATUSES, type Status } from "./form";

/** The list's filter lives in the address. */
export interface ProductSearch {
  q?: string;
  status?: Status;
}

export function parseProductSearch(raw: Record<string, unknown>): ProductSearch {
  const q = raw.q === undefined || raw.q === null || raw.q === "" ? undefined : String(raw.q);
  return { q, status: STATUSES.find((each) => each === raw.status) };
}

export function staffProductsQuery(search: ProductSearch, locale: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "products", search, locale],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffProductPage>(
        "/staff/products",
        { ...search, locale, cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

/** As it is kept. A form is filled from it once: it is not asked for again behind the typing. */
export function staffProductQuery(id: string) {
  return queryOptions({
    queryKey: ["staff", "product", id],
    queryFn: ({ signal }) => get<StaffProductAnswer>(`/staff/products/${id}`, {}, signal),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
