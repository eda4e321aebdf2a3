import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useTitle, useUsesKnown } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Title } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { SalesNow } from "../flash/SalesNow";
import { BestSellers } from "./BestSellers";
import { Filters } from "./Filters";
import { HomeBlocks } from "./HomeBlocks";
import { useHome } from "./home";
import { NoGoods } from "./NoGoods";
import { ProductGrid } from "./ProductGrid";
import { isHome, lastList, productsQuery } from "./queries";

const route = getRouteApi("/");

export function ShopPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  useTitle(search.q ? t("shop.titleFor", { words: search.q }) : search.category);
  useEffect(() => lastList.write({ path: "/", search }), [search]);
  const query = useInfiniteQuery({
    ...productsQuery(search, locale),
    placeholderData: (before) => before,
  });
  const atHome = isHome(search);
  const usesKnown = useUsesKnown();
  const arranged = useHome(atHome);
  const home = usesKnown ? arranged : undefined;
  const pages = query.data?.pages ?? [];
  const filtered = Boolean(search.q || search.category || search.inStock);

  if (query.isSuccess && pages[0]?.products.length === 0 && !filtered) return <NoGoods />;
  return (
    <div className="page pb-16">
      <Title className="sr-only">{t("shop.title")}</Title>
      <Filters categories={pages[0]?.categories ?? []} />
      {atHome && home && <SalesNow />}
      {atHome && home && (home.arranged ? <HomeBlocks blocks={home.blocks} /> : <BestSellers />)}
      {atHome && !home ? (
        // What stands above the list is not known, so nothing below it has a place yet.
        <Skeleton className="h-[80vh] w-full rounded-l" />
      ) : (
        <ProductGrid
          query={query}
          blank={
            <Blank
              title={search.q ? t("shop.noneFor", { words: search.q }) : t("shop.none")}
              hint={t("shop.noneHint")}
              action={
                <ButtonLink to="/" search={{}}>
                  {t("shop.clear")}
                </ButtonLink>
              }
            />
          }
        />
      )}
    </div>
  );
}
