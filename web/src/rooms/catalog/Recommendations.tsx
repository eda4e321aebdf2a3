import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { amongQuery } from "../stock/among";
import { MOST } from "./compare";
import { ProductRow } from "./ProductRow";
import { recommendationsQuery } from "./queries";
import { lookedAt, recent, SHOWN } from "./recent";

/** What else there is: bought with it, like it, and what one looked at before. */
export function Recommendations({ product }: { product: ProductBody }) {
  const { t, locale } = useLanguage();
  const { data } = useQuery(recommendationsQuery(product.id, locale));
  const similar = [...(data?.similar ?? []), ...(data?.nearest ?? [])];
  const before = useBefore(product.id);
  const looked = useQuery({ ...amongQuery(before, locale), enabled: before.length > 0 });
  return (
    <div className="space-y-8 pb-16 empty:hidden">
      <ProductRow
        name="together"
        title={t("product.together")}
        products={data?.frequentlyBoughtTogether.filter((one) => one.significant) ?? []}
      />
      <ProductRow
        name="similar"
        title={t("product.similar")}
        products={similar}
        action={
          <Link
            to="/compare"
            search={{
              ids: [product, ...similar]
                .slice(0, MOST)
                .map(({ id }) => id)
                .join(","),
            }}
            className="inline-flex min-h-8 items-center text-15 text-accent hover:underline"
          >
            {t("compare.similar")}
          </Link>
        }
      />
      <ProductRow
        name="recent"
        title={t("product.recent")}
        products={before.length > 0 ? (looked.data ?? []) : []}
      />
    </div>
  );
}

/** What was looked at before this product; it stays while one looks at it, in other tabs too. */
function useBefore(productId: string): string[] {
  const [[of, before], setBefore] = useState(() => [productId, others(productId)] as const);
  if (of !== productId) setBefore([productId, others(productId)]);
  useEffect(() => lookedAt(productId), [productId]);
  return before;
}

function others(productId: string): string[] {
  return recent
    .read()
    .filter((each) => each !== productId)
    .slice(0, SHOWN);
}
