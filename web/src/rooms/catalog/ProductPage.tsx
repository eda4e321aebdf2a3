import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import type { ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Icon } from "../../design/Icon";
import { NotFound } from "../../design/NotFound";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { AskLink } from "../conversations/AskLink";
import { SaleOfProduct } from "../flash/SaleOfProduct";
import { Questions } from "../reviews/Questions";
import { Reviews } from "../reviews/Reviews";
import { useProductSupply } from "../stock/live";
import { Heart } from "../wishes/Heart";
import { BuyBox } from "./BuyBox";
import { CompareButton } from "./CompareButton";
import { Inside } from "./Inside";
import { MemberPrice } from "./MemberPrice";
import { LAYOUT, ProductView } from "./ProductView";
import { lastList, productQuery } from "./queries";
import { Recommendations } from "./Recommendations";
import { Sets } from "./Sets";
import { initialVariant } from "./variants";

const route = getRouteApi("/product/$handle");

export function ProductPage() {
  const { locale } = useLanguage();
  const { handle } = route.useParams();
  const query = useQuery(productQuery(handle, locale));
  useTitle(query.data?.searchTitle ?? query.data?.name);
  useAddress(handle, query.data);
  return (
    <div className="page">
      <WayBack />
      {query.data ? (
        <>
          <Details product={query.data} />
          <Reviews
            key={query.data.id}
            of={{ kind: "products", id: query.data.id }}
            rated={query.data}
          />
          <Questions key={`questions ${query.data.id}`} productId={query.data.id} />
          <Recommendations product={query.data} />
        </>
      ) : query.isError ? (
        asProblem(query.error).status === 404 ? (
          <NotFound />
        ) : (
          <Failure whole error={query.error} onRetry={() => void query.refetch()} />
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
  const { variant: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  useProductSupply(product.id);
  const variant = initialVariant(product, wanted);
  const go = (id: string) =>
    void navigate({ search: { variant: id }, replace: true, resetScroll: false });

  return (
    <ProductView
      product={product}
      variant={variant}
      onChoose={go}
      price={variant && <MemberPrice productId={product.id} variantId={variant.id} />}
    >
      {product.sellerName && <SoldBy name={product.sellerName} slug={product.sellerSlug} />}
      {variant && <BuyBox product={product} variant={variant} onChoose={go} />}
      {variant && <Inside productId={product.id} variant={variant} />}
      <SaleOfProduct productId={product.id} />
      {variant && <Sets product={product} variant={variant} />}
      <div className="flex flex-wrap items-center gap-2">
        <Heart product={product} />
        <CompareButton productId={product.id} />
        <AskLink about={{ product: product.id }} />
      </div>
    </ProductView>
  );
}

/** Beside the shop itself others sell here; each that may has a page. */
function SoldBy({ name, slug }: { name: string; slug: string | null }) {
  const { t } = useLanguage();
  return (
    <p className="-mt-3 text-15 text-ink-soft">
      {t("product.soldBy")}{" "}
      {slug ? (
        <Link
          to="/seller/$slug"
          params={{ slug }}
          className="font-medium text-accent underline underline-offset-2"
        >
          {name}
        </Link>
      ) : (
        <span className="font-medium text-ink">{name}</span>
      )}
    </p>
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
