import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Highlights, ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Failure } from "../../design/Failure";
import { useWatch } from "../../live/channel";
import { liveStock } from "../stock/live";
import { GRID, ProductCard, ProductCardSkeleton } from "./ProductCard";

const EAGER = 4;

interface Page {
  products: ProductBody[];
  /** By product, where the words stand that it was found by. */
  highlights?: Record<string, Highlights>;
}

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** What stands there if there is no product. */
  blank: ReactNode;
  /** What is shown will be another in a moment, as where the query says so itself. */
  leaving?: boolean;
}

/** Products page by page, their numbers live. */
export function ProductGrid({ query, blank, leaving }: Props) {
  const { t } = useLanguage();
  const busy = leaving || query.isPlaceholderData;
  const products = query.data?.pages.flatMap((page) => page.products) ?? [];
  const found = Object.assign({}, ...(query.data?.pages.map((page) => page.highlights) ?? []));
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  return (
    <>
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div className={GRID} role="status" aria-label={t("shop.loading")}>
          {Array.from({ length: 12 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: skeletons have no other name
            <ProductCardSkeleton key={index} />
          ))}
        </div>
      ) : products.length === 0 ? (
        blank
      ) : (
        <>
          <div
            className={classes(GRID, "transition-opacity duration-(--ease)", busy && "opacity-60")}
            aria-busy={busy || undefined}
          >
            {products.map((product, index) => (
              <ProductCard
                key={product.id}
                product={product}
                eager={index < EAGER}
                found={found[product.id]}
              />
            ))}
          </div>
          {query.hasNextPage && (
            <div className="mt-12 flex justify-center">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("list.more")}
              </Button>
            </div>
          )}
        </>
      )}
      <p role="status" className="sr-only">
        {query.isSuccess && !busy && t("word.products", { count: products.length })}
      </p>
    </>
  );
}
