import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { get } from "../../base/api/client";
import type { PartsOfProduct, VariantBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";

function partsQuery(productId: string, locale: string) {
  return queryOptions({
    queryKey: ["products", "parts", productId, locale],
    queryFn: async ({ signal }) =>
      (await get<PartsOfProduct>(`/products/${productId}/parts`, { locale }, signal)).parts,
    staleTime: 60_000,
  });
}

/** What is in one that is made of other goods, each with the way to its page. */
export function Inside({ productId, variant }: { productId: string; variant: VariantBody }) {
  const { t, locale } = useLanguage();
  const id = useId();
  const { data } = useQuery({ ...partsQuery(productId, locale), enabled: variant.madeOfOthers });
  const parts = data?.[variant.id] ?? [];
  if (!variant.madeOfOthers || parts.length === 0) return null;
  return (
    <section aria-labelledby={id} className="border-t border-line pt-6">
      <h2 id={id} className="mb-2 font-semibold">
        {t("inside.title")}
      </h2>
      <ul aria-labelledby={id} className="divide-y divide-line text-15">
        {parts.map((part) => (
          <li key={part.variantId} className="flex min-h-11 items-center gap-3 py-1">
            <span className="tabular w-10 shrink-0 text-ink-soft">{part.units} ×</span>
            <span className="min-w-0">
              {part.handle ? (
                <Link
                  to="/product/$handle"
                  params={{ handle: part.handle }}
                  search={{ variant: part.variantId }}
                  className="font-medium wrap-anywhere text-accent underline underline-offset-4"
                >
                  {part.productName}
                </Link>
              ) : (
                <span className="font-medium wrap-anywhere">{part.productName}</span>
              )}
              <span className="block text-13 text-ink-soft empty:hidden">
                {optionWords(part.options)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
