import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { SomeProducts } from "../../base/api/schema";
import { liveStock } from "./live";

/** Products by their ids, as far as they are on sale. */
export function amongQuery(ids: string[], locale: string) {
  return queryOptions({
    queryKey: ["products", "among", ids, locale],
    queryFn: async ({ signal }) => {
      const asked = { ids: ids.join(","), locale };
      const { products } = await get<SomeProducts>("/products/among", asked, signal);
      liveStock.seed(products);
      return products;
    },
  });
}
