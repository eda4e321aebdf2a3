import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { useWatch } from "../../live/channel";
import { liveStock } from "../stock/live";
import { CARD, CardBody, ProductCardSkeleton } from "./ProductCard";
import { bringIn, PLACE, ROW } from "./ProductRow";
import { BEST, bestSellersQuery } from "./queries";

/** Fewer than these say nothing of what others buy. */
const FROM = 3;

/** What sold most lately, what is sold out last. With few sales, or when it cannot be had, there is nothing to see. */
export function BestSellers() {
  const { t, locale } = useLanguage();
  const query = useQuery(bestSellersQuery(locale));
  const best = query.data?.products ?? [];
  const products = [
    ...best.filter((one) => one.stock > 0),
    ...best.filter((one) => one.stock <= 0),
  ];
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  if (!query.isPending && products.length < FROM) return null;

  return (
    <section aria-labelledby="best-sellers" className="mb-8 border-b border-line pb-8">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id="best-sellers" className="text-18 font-semibold">
          {t("shop.best")}
        </h2>
        <p className="text-13 text-ink-soft">{t("shop.bestOf", { count: BEST.days })}</p>
      </div>
      {query.isPending ? (
        <div className={ROW} role="status" aria-label={t("shop.loading")}>
          {Array.from({ length: BEST.limit }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: skeletons have no other name
            <div key={index} className={PLACE}>
              <ProductCardSkeleton steady />
            </div>
          ))}
        </div>
      ) : (
        <ol className={ROW}>
          {products.map((product, index) => (
            <li
              key={product.id}
              data-best={product.handle}
              className={classes(CARD, PLACE, "appear")}
              onFocus={bringIn}
            >
              <CardBody product={product} eager={index < 2} place={index + 1} row steady />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
