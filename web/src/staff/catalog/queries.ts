import { answerQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type {
  StaffAttributes,
  StaffCategories,
  StaffProductAnswer,
  StaffProducts,
} from "../../base/api/schema";
import { oneOf, searchOf, text } from "../../base/search";
import { ROWS } from "../desk/search";
import { STATUSES } from "./form";

/** The list's filter lives in the address. */
export const readProductSearch = searchOf({
  q: text,
  status: oneOf(STATUSES),
  category: text,
  seller: text,
});
export type ProductSearch = ReturnType<typeof readProductSearch>;

/** A new product may begin like another one. */
export const readNewProduct = searchOf({ copy: text });

export function staffProductsQuery(search: ProductSearch, locale: string) {
  const key = ["staff", "products", search, locale];
  const { category: categoryId, seller: sellerId, ...rest } = search;
  const asked = { ...rest, categoryId, sellerId, locale, limit: ROWS };
  return { ...listQuery<StaffProducts>(key, "/staff/products", asked), staleTime: 0 };
}

/** What products are described by. */
export const attributesQuery = (place: string) =>
  answerQuery<StaffAttributes>(["staff", "attributes", place], `${place}/attributes`);

/** The tree with what stands in each category. */
export const staffCategoriesQuery = {
  ...answerQuery<StaffCategories>(["staff", "categories"], "/staff/categories"),
  staleTime: 0,
};

/** What the tree became is known at once here; everything that shows it asks anew. */
export async function treeBecame(tree: StaffCategories): Promise<void> {
  queryClient.setQueryData(staffCategoriesQuery.queryKey, tree);
  await renew(["categories"], ["products"], ["product"]);
}

/** As it is kept. A form is filled from it once: it is not asked for again behind the typing. */
export function staffProductQuery(id: string, place = "/staff") {
  return {
    ...answerQuery<StaffProductAnswer>(["staff", "product", id, place], `${place}/products/${id}`),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  };
}
