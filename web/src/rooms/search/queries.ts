import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import { answerQuery, listQuery } from "../../base/api/queries";
import type { CategoryPage, SearchBody, SellerPageBody, SuggestBody } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { flag, oneOf, searchOf, text, words } from "../../base/search";
import { onOtherVisitor } from "../../base/session";
import { liveStock } from "../stock/live";

export const CATEGORY_SORTS = ["popular", "rating", "new", "price_asc", "price_desc"] as const;
export const SORTS = ["relevance", ...CATEGORY_SORTS] as const;

const PAGE = 24;
const RECENT = 6;

function amount(value: unknown): number | undefined {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function choices(value: unknown): string[] | undefined {
  const listed = Array.isArray(value) ? value : value ? [value] : [];
  const read = listed.map(String).filter((one) => /^[^:]+:./.test(one));
  return read.length > 0 ? [...new Set(read)].slice(0, 50) : undefined;
}

const FILTERS = {
  min: amount,
  max: amount,
  inStock: flag,
  reduced: flag,
  rating: oneOf([4, 3, 2, 1] as const),
  seller: text,
  of: choices,
};

export const readSearch = searchOf({
  q: words,
  category: text,
  ...FILTERS,
  sort: oneOf(SORTS.slice(1)),
});
export const readCategorySearch = searchOf({
  ...FILTERS,
  sort: oneOf(CATEGORY_SORTS.slice(1)),
});
const { seller: _, ...OF_SELLER } = FILTERS;
export const readSellerSearch = searchOf({
  category: text,
  ...OF_SELLER,
  sort: oneOf(CATEGORY_SORTS.slice(1)),
});
export type SellerSearch = ReturnType<typeof readSellerSearch>;
export type Search = ReturnType<typeof readSearch>;
export type CategorySearch = ReturnType<typeof readCategorySearch>;

/** Everything but the words and the order. */
export type Filters = Omit<Search, "q" | "sort">;

/** What else stands in the address, such as its language, narrows nothing. */
export function isFiltered(search: Search): boolean {
  const { category, min, max, inStock, reduced, rating, seller, of } = search;
  return [category, min, max, inStock, reduced, rating, seller, of].some(
    (value) => value !== undefined,
  );
}

/** A choice of an attribute put in or taken out. */
export function toggled(of: string[] | undefined, choice: string): string[] | undefined {
  const next = of?.includes(choice) ? of.filter((one) => one !== choice) : [...(of ?? []), choice];
  return next.length > 0 ? next : undefined;
}

export function searchQuery(search: Search, locale: string, limit = PAGE) {
  const asked = {
    query: search.q,
    category: search.category,
    minPrice: search.min,
    maxPrice: search.max,
    inStock: search.inStock,
    reduced: search.reduced,
    rating: search.rating,
    seller: search.seller,
    attributes: search.of,
    sort: search.sort,
    limit,
    locale,
  };
  return listQuery<SearchBody>(
    ["products", "search", search, locale, limit],
    "/products/search",
    asked,
    (page) => liveStock.seed(page.products),
  );
}

/** A category without filters: however far one goes, by the shop's own order. */
export function categoryQuery(slug: string, sort: string, locale: string) {
  const path = `/products/category/${encodeURIComponent(slug)}`;
  const key = ["products", "category", slug, sort, locale];
  return listQuery<CategoryPage>(key, path, { sort, locale, limit: PAGE }, (page) =>
    liveStock.seed(page.products),
  );
}

/** Who sells here, by id or slug. */
export function sellerPageQuery(slug: string) {
  const path = `/sellers/${encodeURIComponent(slug)}`;
  return { ...answerQuery<SellerPageBody>(["seller-page", slug], path), retry: false };
}

export function suggestQuery(typed: string, locale: string) {
  return queryOptions({
    queryKey: ["products", "suggest", typed, locale],
    queryFn: ({ signal }) =>
      get<SuggestBody>("/products/suggest", { query: typed, locale }, signal),
    staleTime: 60_000,
    retry: false,
  });
}

/** What was looked for last on this device, the newest first. */
export const recentSearches = new Kept<string[]>("holdfast.searches", {
  storage: () => localStorage,
  parse: (kept) => {
    const read: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(read)
      ? read.filter((one) => typeof one === "string").slice(0, RECENT)
      : [];
  },
  text: (kept) => (kept.length > 0 ? JSON.stringify(kept) : null),
  shared: true,
});

onOtherVisitor(() => recentSearches.write([]), "the first");

export function remember(q: string): void {
  const others = recentSearches.read().filter((one) => one !== q);
  recentSearches.write([q, ...others].slice(0, RECENT));
}
