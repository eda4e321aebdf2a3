import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import { answerQuery, listQuery } from "../../base/api/queries";
import type {
  BestSellersBody,
  ProductAnswer,
  ProductsBody,
  RecommendationsBody,
} from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { flag, oneOf, searchOf, text } from "../../base/search";
import { onOtherVisitor } from "../../base/session";
import { liveStock } from "../stock/live";

export const SORTS = ["new", "price", "-price", "name"] as const;

const PAGE = 24;

export const readShopSearch = searchOf({
  q: text,
  category: text,
  sort: oneOf(SORTS.slice(1)),
  inStock: flag,
});
export type ShopSearch = ReturnType<typeof readShopSearch>;

interface List {
  /** The shop, a search or a category. */
  path: string;
  search: object;
}
const SHOP: List = { path: "/", search: {} };

/** The list of products that was seen last in this tab, for the way back to it. */
export const lastList = new Kept<List>("holdfast.list", {
  storage: () => sessionStorage,
  parse: (text) => {
    const { path, search } = JSON.parse(text ?? "{}");
    return typeof path === "string" && /^\/(?!\/)/.test(path) ? { path, search } : SHOP;
  },
  text: JSON.stringify,
});

onOtherVisitor(() => lastList.write(SHOP));

/** The grid. Its numbers go to the live store at once, which knows better only if newer. */
export function productsQuery(search: ShopSearch, locale: string) {
  const asked = { ...search, locale, limit: PAGE };
  return listQuery<ProductsBody>(["products", search, locale], "/products", asked, (page) =>
    liveStock.seed(page.products),
  );
}

/** What the home page shows of the best sellers. */
export const BEST = { days: 3, limit: 5 };

export function bestSellersQuery(locale: string) {
  const asked = { ...BEST, locale };
  const key = ["products", "best", locale];
  return {
    ...answerQuery<BestSellersBody>(key, "/products/best-sellers", asked, ({ products }) =>
      liveStock.seed(products),
    ),
    refetchInterval: 60_000,
  };
}

/** Nothing was looked for: the shop shows itself. */
export function isHome(search: ShopSearch): boolean {
  return !(search.q || search.category || search.inStock || search.sort);
}

/** What goes with a product: bought together with it, and like it. */
export function recommendationsQuery(productId: string, locale: string) {
  return queryOptions({
    queryKey: ["products", "recommendations", productId, locale],
    queryFn: async ({ signal }) => {
      const path = `/products/${productId}/recommendations`;
      const { recommendations } = await get<RecommendationsBody>(path, { locale }, signal);
      liveStock.seed(recommendations.frequentlyBoughtTogether);
      liveStock.seed(recommendations.similar);
      liveStock.seed(recommendations.nearest);
      return recommendations;
    },
    staleTime: 60_000,
  });
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
