import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { useWatch } from "../../live/channel";
import { liveStock } from "../stock/live";
import type { CollectionBlock } from "./home";
import { CARD, CardBody, ProductCardSkeleton } from "./ProductCard";
import { bringIn, PLACE, ROW } from "./ProductRow";

interface Props {
  block: CollectionBlock;
  eager: boolean;
}

/** Products that belong together, their numbers live; of best sellers what is sold out stands last. */
export function HomeCollection({ block, eager }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const { source, count } = block;
  const ranked = source === "best";
  const products = ranked ? freeFirst(block.products) : block.products;
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  if (count === 0) return null;
  const slug = /^\/category\/(.+)$/.exec(block.link)?.[1];
  const title = block.title || (source in NAMES ? t(NAMES[source as Named]) : "");
  const waiting = products.length === 0;
  return (
    <section aria-labelledby={id} data-block="collection" data-source={source}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id={id} className="text-18 font-semibold wrap-anywhere">
          {title}
        </h2>
        {slug && (
          <Link
            to="/category/$slug"
            params={{ slug: decodeURIComponent(slug) }}
            className="text-13 text-accent underline"
          >
            {t("home.all")}
            <span className="sr-only">: {title}</span>
          </Link>
        )}
      </div>
      {waiting ? (
        <div className={LINES} role="status" aria-label={t("shop.loading")}>
          {Array.from({ length: count }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: skeletons have no other name
            <div key={index} className={PLACE}>
              <ProductCardSkeleton steady />
            </div>
          ))}
        </div>
      ) : (
        <ol className={LINES}>
          {products.map((product, index) => (
            <li
              key={product.id}
              data-product={product.handle}
              className={classes(CARD, PLACE, "appear")}
              onFocus={bringIn}
            >
              <CardBody product={product} eager={eager && index < 2} row steady />
              {ranked && (
                <span
                  aria-hidden="true"
                  className="tabular absolute top-2 left-2 grid size-7 place-items-center rounded-full bg-paper text-13 font-semibold"
                >
                  {index + 1}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** On a wide screen as many lines as it takes. */
const LINES = `${ROW} lg:gap-y-8`;

const NAMES = {
  products: "home.chosen",
  newest: "home.newest",
  popular: "home.popular",
  best: "shop.best",
  offers: "home.offers",
} as const;
type Named = keyof typeof NAMES;

function freeFirst(products: ProductBody[]): ProductBody[] {
  return [...products.filter((one) => one.stock > 0), ...products.filter((one) => one.stock <= 0)];
}
