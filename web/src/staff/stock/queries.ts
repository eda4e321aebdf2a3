import { answerQuery, listQuery } from "../../base/api/queries";
import type { StaffVariants, StockByLocation, StockLog } from "../../base/api/schema";
import { inMoments, ROWS } from "../desk/search";
import type { LogSearch, StockSearch } from "./search";

export function variantsQuery(search: StockSearch, locale: string) {
  const asked = { ...search, locale, limit: ROWS };
  const key = ["staff", "variants", search, locale];
  const query = listQuery<StaffVariants>(key, "/staff/variants", asked);
  // What is told live is the sum of all locations: one of them is asked for again.
  return { ...query, refetchInterval: search.locationId ? 3_000 : (false as const) };
}

export function logQuery(search: LogSearch, locale: string) {
  const key = ["staff", "log", search, locale];
  const asked = { ...inMoments(search), locale, limit: ROWS };
  return { ...listQuery<StockLog>(key, "/staff/stock-log", asked), staleTime: 0 };
}

/** What lies where, of a variant: asked anew each time, for it changes with every sale. */
export function locationsQuery(variantId: string) {
  const key = ["staff", "stock-by-location", variantId];
  return {
    ...answerQuery<StockByLocation>(key, `/staff/variants/${variantId}/locations`),
    staleTime: 0,
  };
}
