import { useTranslation } from "react-i18next";
import { insist, put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type { StaffProduct, StaffProductAnswer } from "../../base/api/schema";
import type { ProductAsked } from "../../base/api/types";
import { useIntent } from "../../base/intent";
import { staffProductQuery } from "./queries";
import { usePlaces } from "./whose";

/** What is wrong with each field, by its path, in the reader's words. */
export type Told = Record<string, string>;

/** Saves the form: a new product under one key, another over the one that was read. */
export function useSaving(product: StaffProduct | null, onSaved: (a: StaffProductAnswer) => void) {
  const { own } = usePlaces();
  const save = (key: string, asked: ProductAsked) =>
    product
      ? put<StaffProductAnswer>(`${own}/products/${product.id}`, asked, product.revision)
      : insist<StaffProductAnswer>(`${own}/products`, asked, key);
  return useIntent(save, {
    onSuccess: (answer) => {
      queryClient.setQueryData(staffProductQuery(answer.product.id, own).queryKey, answer);
      void renew(
        ["staff", "products"],
        ["staff", "variants"],
        ["seller", "products"],
        ["products"],
        ["product"],
      );
      onSaved(answer);
    },
  });
}

/** The server's refusals by field, in our words where we have them. */
export function useTold(error: unknown): Told {
  const { t, i18n } = useTranslation();
  if (!error) return {};
  const { body } = asProblem(error);
  const told: Told = {};
  for (const { field, code, detail } of body.errors ?? []) {
    const name = `products.told.${code}`;
    told[field] ??= i18n.exists(name) ? t(name as "products.told.twice") : detail;
  }
  if (body.code === "variant-in-stock") told.variants = t("problem.variant-in-stock");
  return told;
}
