import { answerQuery, listQuery } from "../../base/api/queries";
import type { StaffProductAnswer, StaffProducts } from "../../base/api/schema";
import { oneOf, searchOf, text } from "../../base/search";
import { ROWS } from "../desk/search";
import { STATUSES } from "./form";

/** The list's filter lives in the address. */
export const readProductSearch = searchOf({ q: text, status: oneOf(STATUSES) });
export type ProductSearch = ReturnType<typeof readProductSearch>;

export function staffProductsQuery(search: ProductSearch, locale: string) {
  const key = ["staff", "products", search, locale];
  const asked = { ...search, locale, limit: ROWS };
  return { ...listQuery<StaffProducts>(key, "/staff/products", asked), staleTime: 0 };
}

/** As it is kept. A form is filled from it once: it is not asked for again behind the typing. */
export function staffProductQuery(id: string) {
  return {
    ...answerQuery<StaffProductAnswer>(["staff", "product", id], `/staff/products/${id}`),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  };
}
