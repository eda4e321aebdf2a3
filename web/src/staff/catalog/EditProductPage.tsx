import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Icon } from "../../design/Icon";
import { Skeleton } from "../../design/Skeleton";
import { CurrencyFirst } from "./CurrencyFirst";
import { ProductEditor } from "./ProductEditor";
import { staffProductQuery } from "./queries";

const route = getRouteApi("/staff/products/$id");

/** One product, whole, to be changed. */
export function EditProductPage() {
  const { t } = useLanguage();
  const { id } = route.useParams();
  const query = useQuery(staffProductQuery(id));
  const [round, setRound] = useState(0);
  const product = query.data?.product;
  useTitle(product?.name ?? t("products.title"));
  const reload = async () => {
    await query.refetch();
    setRound((now) => now + 1);
  };
  return (
    <div className="space-y-4">
      <Back />
      {query.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : query.isError && [404, 422].includes(asProblem(query.error).status) ? (
        <Blank
          heading
          icon="alert"
          title={t("products.missing")}
          action={<ButtonLink to="/staff/products">{t("products.title")}</ButtonLink>}
        />
      ) : query.isError && !product ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : product ? (
        <ProductEditor
          key={`${product.id} ${round}`}
          product={product}
          currency={product.currency}
          onReload={() => void reload()}
        />
      ) : null}
    </div>
  );
}

/** A new product; a shop without a currency has to choose one first. */
export function NewProductPage() {
  const { t } = useLanguage();
  const query = useQuery(configQuery);
  useTitle(t("products.make"));
  const currency = query.data?.currency;
  return (
    <div className="space-y-4">
      <Back />
      {query.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : currency ? (
        <ProductEditor product={null} currency={currency} />
      ) : (
        <CurrencyFirst />
      )}
    </div>
  );
}

function Back() {
  const { t } = useLanguage();
  return (
    <Link
      to="/staff/products"
      className="inline-flex min-h-8 items-center gap-1 text-13 text-ink-soft hover:text-ink"
    >
      <Icon name="left" size={16} />
      {t("products.title")}
    </Link>
  );
}
