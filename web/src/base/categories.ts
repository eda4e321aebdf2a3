import { answerQuery } from "./api/queries";
import type { CategoriesBody, CategoryBody } from "./api/schema";

/** The shop's tree, each category before what is below it. */
export function categoriesQuery(locale: string) {
  return answerQuery<CategoriesBody>(["categories", locale], "/categories", { locale });
}

/** What a list of all of them calls it: the deeper, the further to the right. */
export function indented({ name, depth }: CategoryBody): string {
  return `${"\u2003".repeat(depth - 1)}${name}`;
}
