import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { Loaded } from "../../design/Loaded";
import { NotShown } from "../../design/NotShown";
import { Skeleton } from "../../design/Skeleton";
import { ownPlace } from "../../rooms/selling/queries";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { CurrencyFirst } from "../catalog/CurrencyFirst";
import { ProductEditor } from "../catalog/ProductEditor";
import { staffProductQuery } from "../catalog/queries";
import { Whose } from "../catalog/whose";

const route = getRouteApi("/selling/products/$id");
const newRoute = getRouteApi("/selling/products/new");

/** One of a seller's products, whole, to be changed. */
export function ProductPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame inside title={t("seller.products")}>
      {(seller) => (
        <OfSeller key={seller.id} seller={seller}>
          <Known sellerId={seller.id} />
        </OfSeller>
      )}
    </SellerFrame>
  );
}

/** A new one. */
export function NewProductPage() {
  const { t } = useLanguage();
  useTitle(t("products.make"));
  return (
    <SellerFrame inside title={t("seller.products")}>
      {(seller) => (
        <OfSeller key={seller.id} seller={seller}>
          <Fresh sellerId={seller.id} />
        </OfSeller>
      )}
    </SellerFrame>
  );
}

function OfSeller({ seller, children }: { seller: SellerBody; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <Whose.Provider value={seller.id}>
      <div className="space-y-4">
        <Link
          to="/selling/products"
          search={(before: { seller?: string }) => ({ seller: before.seller })}
          className="inline-flex min-h-8 items-center gap-1 text-13 text-ink-soft hover:text-ink"
        >
          <Icon name="left" size={16} />
          {t("seller.products")}
        </Link>
        {seller.standing === "approved" && children}
      </div>
    </Whose.Provider>
  );
}

function Known({ sellerId }: { sellerId: string }) {
  const { t } = useLanguage();
  const { id } = route.useParams();
  const query = useQuery(staffProductQuery(id, ownPlace(sellerId)));
  const [round, setRound] = useState(0);
  const product = query.data?.product;
  useTitle(product?.name ?? t("seller.products"));
  const reload = async () => {
    await query.refetch();
    setRound((now) => now + 1);
  };
  if (!product)
    return (
      <NotShown
        query={query}
        title={t("seller.products")}
        missing={t("products.missing")}
        back={<ButtonLink to="/selling/products">{t("seller.products")}</ButtonLink>}
      />
    );
  return (
    <ProductEditor
      key={`${product.id} ${round}`}
      product={product}
      currency={product.currency}
      onReload={() => void reload()}
    />
  );
}

/** A new one, or one like another of theirs. */
function Fresh({ sellerId }: { sellerId: string }) {
  const { t } = useLanguage();
  const { copy } = newRoute.useSearch();
  const navigate = useNavigate();
  const query = useQuery({
    ...staffProductQuery(copy ?? "", ownPlace(sellerId)),
    enabled: copy !== undefined,
  });
  const like = query.data?.product;
  const made = (id: string) =>
    void navigate({
      to: "/selling/products/$id",
      params: { id },
      search: (before: { seller?: string }) => ({ seller: before.seller }),
      replace: true,
      ignoreBlocker: true,
    });
  const config = useQuery(configQuery);
  if (copy && !like)
    return (
      <NotShown
        query={query}
        title={t("seller.products")}
        missing={t("products.missing")}
        back={<ButtonLink to="/selling/products">{t("seller.products")}</ButtonLink>}
      />
    );
  return (
    <Loaded query={config} loading={<Skeleton className="h-96 w-full" />}>
      {({ currency }) =>
        like ? (
          <ProductEditor product={null} like={like} currency={like.currency} onMade={made} />
        ) : currency ? (
          <ProductEditor product={null} currency={currency} onMade={made} />
        ) : (
          <CurrencyFirst />
        )
      }
    </Loaded>
  );
}
