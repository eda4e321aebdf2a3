import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { remove } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { Loaded } from "../../design/Loaded";
import { NotShown } from "../../design/NotShown";
import { Skeleton } from "../../design/Skeleton";
import { CurrencyFirst } from "./CurrencyFirst";
import { draftQuery } from "./draft";
import { ProductEditor } from "./ProductEditor";
import { staffProductQuery } from "./queries";

const route = getRouteApi("/staff/products/$id");
const newRoute = getRouteApi("/staff/products/new");

/** One product, whole, to be changed. */
export function EditProductPage() {
  const { t } = useLanguage();
  const { id } = route.useParams();
  const query = useQuery(staffProductQuery(id));
  const draft = useQuery(draftQuery(id));
  const [round, setRound] = useState(0);
  const product = query.data?.product;
  useTitle(product?.name ?? t("products.title"));
  const reload = async () => {
    await remove(`/staff/drafts/product-${id}`).catch(() => undefined);
    await Promise.all([query.refetch(), draft.refetch()]);
    setRound((now) => now + 1);
  };
  return (
    <div className="space-y-4">
      <Back />
      {product && !draft.isPending ? (
        <ProductEditor
          key={`${product.id} ${round}`}
          product={product}
          currency={product.currency}
          draft={draft.data?.draft ?? null}
          onReload={() => void reload()}
        />
      ) : (
        <NotShown
          query={query}
          title={t("products.title")}
          missing={t("products.missing")}
          back={<ButtonLink to="/staff/products">{t("products.title")}</ButtonLink>}
        />
      )}
    </div>
  );
}

/** A new product, or one like another; a shop without a currency has to choose one first. */
export function NewProductPage() {
  const { copy } = newRoute.useSearch();
  return copy ? <Copied key={copy} id={copy} /> : <Fresh />;
}

/** Where a new one is edited on, once it is saved. */
function useMade() {
  const navigate = useNavigate();
  return (id: string) =>
    void navigate({
      to: "/staff/products/$id",
      params: { id },
      replace: true,
      ignoreBlocker: true,
    });
}

function Copied({ id }: { id: string }) {
  const { t } = useLanguage();
  const made = useMade();
  const query = useQuery(staffProductQuery(id));
  const like = query.data?.product;
  useTitle(t("products.make"));
  return (
    <div className="space-y-4">
      <Back />
      {like ? (
        <ProductEditor product={null} like={like} currency={like.currency} onMade={made} />
      ) : (
        <NotShown
          query={query}
          title={t("products.make")}
          missing={t("products.missing")}
          back={<ButtonLink to="/staff/products">{t("products.title")}</ButtonLink>}
        />
      )}
    </div>
  );
}

function Fresh() {
  const { t } = useLanguage();
  const draft = useQuery(draftQuery(undefined));
  const made = useMade();
  useTitle(t("products.make"));
  return (
    <div className="space-y-4">
      <Back />
      <Loaded query={useQuery(configQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {({ currency }) =>
          !currency ? (
            <CurrencyFirst />
          ) : draft.isPending ? (
            <Skeleton className="h-96 w-full" />
          ) : (
            <ProductEditor
              product={null}
              currency={currency}
              draft={draft.data?.draft ?? null}
              onMade={made}
            />
          )
        }
      </Loaded>
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
