import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SellerBody, StaffProductRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { NO_LIMIT } from "../../design/SupplyBar";
import { toast } from "../../design/Toasts";
import { CountDialog } from "./CountDialog";
import { Pause, PauseNotice } from "./Pause";
import {
  ownCatalogue,
  ownProductsQuery,
  PRODUCT_STATES,
  putOnSale,
  renewProducts,
} from "./queries";
import { SellerFrame } from "./SellerFrame";
import { SoughtBar } from "./Sought";

const route = getRouteApi("/selling/products");
const whose = (before: { seller?: string }) => ({ seller: before.seller });

/** What the seller offers: put on sale and off, counted, added to. */
export function ProductsPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.products")}>
      {(seller) => <Products key={seller.id} seller={seller} />}
    </SellerFrame>
  );
}

function Products({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const sought = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...ownProductsQuery(seller.id, sought),
    placeholderData: (before) => before,
  });
  const products = query.data?.pages.flatMap((page) => page.products) ?? [];
  const may = seller.standing === "approved";
  return (
    <>
      <PauseNotice seller={seller} />
      <div className="flex flex-wrap gap-2">
        {may && (
          <>
            <ButtonLink kind="primary" to="/selling/products/new" search={whose}>
              {t("seller.add")}
            </ButtonLink>
            <ButtonLink to="/selling/import" search={whose}>
              {t("seller.import")}
            </ButtonLink>
          </>
        )}
        <DownloadLink size="m" href={ownCatalogue(seller.id)} label={t("seller.export")} />
        {may && products.some(({ status }) => status === "active") && <Pause seller={seller} />}
      </div>
      <SoughtBar
        label={t("seller.findProducts")}
        sought={sought}
        states={PRODUCT_STATES}
        nameOf={(state) => t(`seller.productState.${state}`)}
        onChange={change}
      />
      <Listing
        query={query}
        empty={products.length === 0}
        none={
          sought.q || sought.status ? (
            <Blank title={t("seller.nothingFound")} hint={t("seller.nothingFoundHint")} />
          ) : (
            <Blank title={t("seller.noProducts")} hint={t("seller.noProductsHint")} />
          )
        }
        loading={<Skeleton className="h-72 w-full" />}
      >
        <ul aria-label={t("seller.products")} className="divide-y divide-line border-y border-line">
          {products.map((one) => (
            <Product key={one.id} product={one} seller={seller} may={may} />
          ))}
        </ul>
      </Listing>
    </>
  );
}

interface Of {
  product: StaffProductRow;
  seller: SellerBody;
}

function Product({ product, seller, may }: Of & { may: boolean }) {
  const { t, formats } = useLanguage();
  const [counting, count] = useState(false);
  const on = product.status === "active";
  const turning = useMutation({
    mutationFn: () => putOnSale(seller.id, product.id, !on),
    onSuccess: () => renewProducts(seller.id),
    onError: () => toast({ title: t("seller.notDone") }),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <span className="min-w-0 grow basis-48 wrap-anywhere">
        {may ? (
          <Link
            to="/selling/products/$id"
            params={{ id: product.id }}
            search={(before) => ({ seller: before.seller })}
            className="inline-flex min-h-6 items-center font-medium hover:text-accent"
          >
            {product.name}
          </Link>
        ) : (
          <span className="font-medium">{product.name}</span>
        )}
        <span className="tabular block text-13 text-ink-soft">
          {formats.price(product.price, product.currency)}
          {product.maxPrice > product.price &&
            ` – ${formats.price(product.maxPrice, product.currency)}`}
          {product.variants > 1 && ` · ${t("seller.variants", { count: product.variants })}`} ·{" "}
          {product.stock >= NO_LIMIT
            ? t("supply.noLimit")
            : t("seller.inStock", { count: product.stock })}
        </span>
      </span>
      <Badge tone={on ? "free" : "gone"}>{t(on ? "seller.onSale" : "seller.offSale")}</Badge>
      {may && (
        <span className="flex flex-wrap gap-2">
          {product.variantId && (
            <Button
              size="s"
              aria-label={t("seller.countOf", { name: product.name })}
              onClick={() => count(true)}
            >
              {t("seller.count")}
            </Button>
          )}
          <Button
            size="s"
            busy={turning.isPending}
            aria-label={t(on ? "seller.takeOffOf" : "seller.putOnOf", { name: product.name })}
            onClick={() => turning.mutate()}
          >
            {t(on ? "seller.takeOff" : "seller.putOn")}
          </Button>
        </span>
      )}
      {counting && (
        <CountDialog
          sellerId={seller.id}
          variantId={product.variantId ?? ""}
          name={product.name}
          onHand={product.stock + product.held}
          onClose={() => count(false)}
        />
      )}
    </li>
  );
}
