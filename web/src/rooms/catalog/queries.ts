import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { BestSellersAnswer, ProductAnswer, ProductPage } from "../../base/api/types";
import { Kept } from "../../base/kept";
import { liveStock } from "../stock/live";

export const SORTS = ["new", "price", "-price", "name"] as const;
export type Sort = (typeof SORTS)[number];

export interface ShopSearch {
  q?: string;
  category?: string;
  sort?: Sort;
  inStock?: true;
}

export const PAGE = 24;

export function parseShopSearch(raw: Record<string, unknown>): ShopSearch {
  const search: ShopSearch = {};
  if (raw.q !== undefined && raw.q !== "") search.q = String(raw.q);
  if (raw.category !== undefined && raw.category !== "") search.category = String(raw.category);
  if (SORTS.includes(raw.sort as Sort) && raw.sort !== "new") search.sort = raw.sort as Sort;
  if (raw.inStock === true || raw.inStock === 1 || raw.inStock === "true") search.inStock = true;
  return search;
}

/** What was looked for last in this tab, for the way back to it. */
export const shopSearch = new Kept<ShopSearch>("holdfast.shop", {
  storage: () => sessionStorage,
  parse: (text) => parseShopSearch(JSON.parse(text ?? "{}")),
  text: JSON.stringify,
});

/** The grid. Its numbers go to the live store at once, which knows better only if newer. */
export function productsQuery(search: ShopSearch, locale: string) {
  return infiniteQueryOptions({
    queryKey: ["products", search, locale],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const page = await get<ProductPage>(
        "/products",
        { ...search, locale, limit: PAGE, cursor: pageParam },
        signal,
      );
      liveStock.seed(page.products);
      return page;
    },
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What the home page shows of the best sellers. */
export const BEST = { days: 3, limit: 5 };

export function bestSellersQuery(locale: string) {
  return queryOptions({
    queryKey: ["products", "best", locale],
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await get<BestSellersAnswer>(
        "/products/best-sellers",
        { ...BEST, locale },
        signal,
      );
      liveStock.seed(answer.products);
      return answer;
    },
  });
}

/** Nothing was looked for: the shop shows itself. */
export function isHome(search: ShopSearch): boolean {
  return !(search.q || search.category || search.inStock || search.sort);
}

export function productQuery(idOrHandle: string, locale: string) {
  return queryOptions({
    queryKey: ["product", idOrHandle, locale],
    queryFn: async ({ signal }) => {
      const path = `/products/${encodeURIComponent(idOrHandle)}`;
      const { product } = await get<ProductAnswer>(path, { locale }, signal);
      liveStock.seed([product]);
      return product;
    },
  });
}
