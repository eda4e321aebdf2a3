import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import type { ProductBody } from "../../base/api/schema";
import { costOf, formerPrice } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Choice } from "../../design/Choice";
import { Failure } from "../../design/Failure";
import { Gallery } from "../../design/Gallery";
import { Icon } from "../../design/Icon";
import { NotFound } from "../../design/NotFound";
import { Price } from "../../design/Price";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { Reviews } from "../reviews/Reviews";
import { liveStock, useProductSupply } from "../stock/live";
import { Heart } from "../wishes/Heart";
import { BuyBox } from "./BuyBox";
import { lastList, productQuery } from "./queries";
import { Recommendations } from "./Recommendations";
import { Trail } from "./Trail";
import { choose, initialVariant } from "./variants";

const route = getRouteApi("/product/$handle");
const LAYOUT =
  "grid grid-cols-1 gap-8 pb-16 sm:grid-cols-[minmax(0,1fr)_minmax(280px,1fr)] md:grid-cols-[minmax(0,1.25fr)_minmax(320px,1fr)] lg:gap-16";

export function ProductPage() {
  const { locale } = useLanguage();
  const { handle } = route.useParams();
  const query = useQuery(productQuery(handle, locale));
  useTitle(query.data?.name);
  useAddress(handle, query.data);
  return (
    <div className="page">
      <WayBack />
      {query.data ? (
        <>
          <Details product={query.data} />
          <Reviews key={query.data.id} product={query.data} />
          <Recommendations product={query.data} />
        </>
      ) : query.isError ? (
        asProblem(query.error).status === 404 ? (
          <NotFound />
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <DetailsSkeleton />
      )}
    </div>
  );
}

/** To the list that one came from, as it was. */
function WayBack() {
  const { t } = useLanguage();
  const { path, search } = lastList.read();
  return (
    <Link
      to={path as "/"} // the address of one of the lists
      search={search}
      className="inline-flex min-h-11 items-center gap-2 py-2 text-13 text-ink-soft hover:text-ink"
    >
      <Icon name="back" size={16} />
      {t(path === "/" ? "product.back" : "product.backToList")}
    </Link>
  );
}

/** Who came by an address that the product had before is led to the one it has now. */
function useAddress(handle: string, product: ProductBody | undefined) {
  const navigate = route.useNavigate();
  const now = product?.handle;
  useEffect(() => {
    if (now && now !== handle && product.id !== handle)
      void navigate({ params: { handle: now }, search: true, replace: true });
  }, [handle, now, product?.id, navigate]);
}

function Details({ product }: { product: ProductBody }) {
  const { t } = useLanguage();
  const { variant: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  useProductSupply(product.id);
  const variant = initialVariant(product, wanted);
  const go = (id: string) =>
    void navigate({ search: { variant: id }, replace: true, resetScroll: false });

  return (
    <article className={LAYOUT}>
      <Gallery name={product.name} images={product.images} wanted={variant?.imageUrl ?? null} />
      <div className="flex flex-col gap-6">
        <header className="space-y-2">
          {product.categoryPath.length > 0 && <Trail path={product.categoryPath} />}
          <h1 className="text-24 font-semibold hyphens-auto lg:text-32">{product.name}</h1>
          {variant && (
            <Price
              amount={costOf(variant)}
              currency={variant.currency}
              before={formerPrice(variant)}
              className="text-18"
            />
          )}
          {product.reviewsCount > 0 && (
            <a
              href="#reviews"
              className="flex min-h-8 w-fit items-center rounded-s underline-offset-4 hover:underline"
            >
              <StarsInShort value={product.rating} count={product.reviewsCount} />
            </a>
          )}
        </header>
        {product.options.map((option) => (
          <Choice
            key={option.code}
            legend={option.name}
            value={variant?.options[option.code]}
            onChange={(value) => {
              const next = choose(product, variant?.options ?? {}, option.code, value);
              if (next) go(next.id);
            }}
            items={option.values.map((value) => {
              const there = choose(product, variant?.options ?? {}, option.code, value);
              const free = there ? (liveStock.get(there.id)?.stock ?? there.stock) : 0;
              return {
                value,
                label: value,
                swatch: option.swatches[value],
                out: free > 0 ? undefined : t("supply.noneFree"),
              };
            })}
          />
        ))}
        {variant && <BuyBox product={product} variant={variant} onChoose={go} />}
        <Heart product={product} />
        {product.description && (
          <section aria-label={t("product.description")} className="border-t border-line pt-6">
            <div
              className="rich text-ink-soft"
              // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises it on import
              dangerouslySetInnerHTML={{ __html: product.description }}
            />
          </section>
        )}
        {variant?.sku && (
          <p className="text-13 text-ink-faint">{t("product.sku", { sku: variant.sku })}</p>
        )}
      </div>
    </article>
  );
}

function DetailsSkeleton() {
  return (
    <div className={LAYOUT}>
      <Skeleton className="aspect-square w-full rounded-l" />
      <div className="flex flex-col gap-6">
        <Skeleton className="h-10 w-4/5" />
        <Skeleton className="h-6 w-1/3" />
        <Skeleton className="h-10 w-2/3" />
        <Skeleton className="h-28 w-full" />
        <SkeletonText lines={5} />
      </div>
    </div>
  );
}
