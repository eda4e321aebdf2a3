import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { useWatch } from "../../live/channel";
import { liveStock } from "../stock/live";
import { BestSellers } from "./BestSellers";
import { Filters } from "./Filters";
import { OpensSoon } from "./OpensSoon";
import { GRID, ProductCard, ProductCardSkeleton } from "./ProductCard";
import { isHome, productsQuery, shopSearch } from "./queries";

const route = getRouteApi("/");
const EAGER = 4;

export function ShopPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  useTitle(search.q ? t("shop.titleFor", { words: search.q }) : search.category);
  useEffect(() => shopSearch.write(search), [search]);
  const query = useInfiniteQuery({
    ...productsQuery(search, locale),
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages ?? [];
  const products = pages.flatMap((page) => page.products);
  useWatch(
    liveStock,
    products.map((product) => product.id),
  );
  const filtered = Boolean(search.q || search.category || search.inStock);

  if (query.isSuccess && products.length === 0 && !filtered) return <OpensSoon />;
  return (
    <div className="page pb-16">
      <h1 className="sr-only">{t("shop.title")}</h1>
      <Filters categories={pages[0]?.categories ?? []} />
      {isHome(search) && <BestSellers />}
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
        <Blank
          title={search.q ? t("shop.noneFor", { words: search.q }) : t("shop.none")}
          hint={t("shop.noneHint")}
          action={
            <ButtonLink to="/" search={{}}>
              {t("shop.clear")}
            </ButtonLink>
          }
        />
      ) : (
        <>
          <div className={GRID} aria-busy={query.isPlaceholderData || undefined}>
            {products.map((product, index) => (
              <ProductCard key={product.id} product={product} eager={index < EAGER} />
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
        {query.isSuccess && t("shop.shown", { count: products.length })}
      </p>
    </div>
  );
}
