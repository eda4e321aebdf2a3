import { listQuery } from "../../base/api/queries";
import type { StaffVariants, StockLog } from "../../base/api/schema";
import { inMoments, ROWS } from "../desk/search";
import type { LogSearch, StockSearch } from "./search";

export function variantsQuery(search: StockSearch, locale: string) {
  const asked = { ...search, locale, limit: ROWS };
  return listQuery<StaffVariants>(["staff", "variants", search, locale], "/staff/variants", asked);
}

export function logQuery(search: LogSearch, locale: string) {
  const key = ["staff", "log", search, locale];
  const asked = { ...inMoments(search), locale, limit: ROWS };
  return { ...listQuery<StockLog>(key, "/staff/stock-log", asked), staleTime: 0 };
}
