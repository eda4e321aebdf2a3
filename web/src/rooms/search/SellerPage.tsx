import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import type { SellerPageBody } from "../../base/api/schema";
import { fromCdn } from "../../base/cdn";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { NotFound } from "../../design/NotFound";
import { ProductGrid } from "../catalog/ProductGrid";
import { lastList } from "../catalog/queries";
import { ListHead, Narrowed } from "./Narrowed";
import {
  CATEGORY_SORTS,
  isFiltered,
  type SellerSearch,
  searchQuery,
  sellerPageQuery,
} from "./queries";

const route = getRouteApi("/seller/$slug");

/** Who sells here, in their own words, and what they sell, narrowed as a search is. */
export function SellerPage() {
  const { slug } = route.useParams();
  const query = useQuery(sellerPageQuery(slug));
  const navigate = route.useNavigate();
  const now = query.data?.slug;
  useTitle(query.data?.name);
  useEffect(() => {
    if (now && now !== slug) void navigate({ params: { slug: now }, search: true, replace: true });
  }, [slug, now, navigate]);
  if (query.isError && asProblem(query.error).status === 404) return <NotFound />;
  return (
    <div className="page pt-5 pb-16 sm:pt-7">
      {query.isError && !query.data ? (
        <Failure whole error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data?.left ? (
        <Left name={query.data.name} />
      ) : (
        <Goods seller={query.data} />
      )}
    </div>
  );
}

function Left({ name }: Pick<SellerPageBody, "name">) {
  const { t } = useLanguage();
  return (
    <Blank
      heading
      title={t("seller.left", { name })}
      hint={t("seller.leftHint")}
      action={
        <ButtonLink kind="primary" to="/">
          {t("notFound.home")}
        </ButtonLink>
      }
    />
  );
}

function Goods({ seller }: { seller: SellerPageBody | undefined }) {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { sort = "popular" } = search;
  const query = useInfiniteQuery({
    ...searchQuery({ ...search, sort, seller: seller?.id }, locale),
    enabled: seller !== undefined,
    placeholderData: (before) => before,
  });
  const slug = seller?.slug;
  useEffect(() => {
    if (slug) lastList.write({ path: `/seller/${slug}`, search });
  }, [slug, search]);
  const change = useChange(route);
  const clear = () => void navigate({ search: { sort: search.sort } });
  const found = query.isPlaceholderData ? undefined : query.data?.pages[0];
  const filtered = isFiltered(search);
  return (
    <>
      <ListHead
        title={seller?.name}
        found={found}
        sort={sort}
        sorts={CATEGORY_SORTS}
        change={(next) => change({ sort: next as SellerSearch["sort"] })}
      />
      {seller && <About seller={seller} />}
      <Narrowed
        ofSeller
        found={query.data?.pages[0]}
        search={search}
        change={({ seller: _, ...next }) => change(next)}
        clear={clear}
      >
        <ProductGrid
          query={query}
          blank={
            <Blank
              title={filtered ? t("shop.none") : t("seller.nothing")}
              hint={filtered ? t("search.noneFiltered") : t("seller.nothingHint")}
              action={filtered && <Button onClick={clear}>{t("list.clear")}</Button>}
            />
          }
        />
      </Narrowed>
    </>
  );
}

function About({ seller }: { seller: SellerPageBody }) {
  if (!seller.logo && !seller.about) return null;
  return (
    <div className="mt-4 mb-6 flex flex-wrap items-start gap-4 border-b border-line pb-6">
      {seller.logo && (
        <img
          src={fromCdn(seller.logo)}
          alt=""
          className="size-16 shrink-0 rounded-m bg-sunken object-contain"
        />
      )}
      {seller.about && (
        <p className="max-w-prose min-w-0 grow basis-64 text-15 whitespace-pre-line text-ink-soft wrap-anywhere">
          {seller.about}
        </p>
      )}
    </div>
  );
}
