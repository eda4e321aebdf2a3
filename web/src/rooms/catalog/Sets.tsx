import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { get, newKey, post } from "../../base/api/client";
import type { PriceAnswer, ProductBody, SetsBody, VariantBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { optionWords } from "../../base/options";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { Icon } from "../../design/Icon";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { useWatch } from "../../live/channel";
import { addAllToCart } from "../cart/store";
import { amongQuery } from "../stock/among";
import { liveStock } from "../stock/live";
import { orderable } from "../stock/supply";
import { initialVariant, pictureOf } from "./variants";

function setsQuery(productId: string, locale: string) {
  return queryOptions({
    queryKey: ["products", "sets", productId, locale],
    queryFn: async ({ signal }) =>
      (await get<SetsBody>(`/products/${productId}/sets`, { locale }, signal)).sets,
    staleTime: 60_000,
  });
}

/** What one of each costs whoever looks: the server's own sum, as the cart will say it. */
function costQuery(items: { productId: string; variantId: string; quantity: number }[]) {
  return queryOptions({
    queryKey: ["price", "set", items],
    queryFn: () => post<PriceAnswer>("/quote", { items }, newKey()),
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  });
}

/** With what this product costs less; nothing where it is in no set. */
export function Sets({ product, variant }: { product: ProductBody; variant: VariantBody }) {
  const { locale } = useLanguage();
  const { data = [] } = useQuery(setsQuery(product.id, locale));
  return data.map((one) => (
    <OneSet
      key={one.promotionId}
      name={one.name}
      product={product}
      variant={variant}
      others={one.productIds.filter((id) => id !== product.id)}
    />
  ));
}

interface Props {
  name: string;
  product: ProductBody;
  variant: VariantBody;
  others: string[];
}

function OneSet({ name, product, variant, others }: Props) {
  const { locale } = useLanguage();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const found = useQuery(amongQuery(others, locale)).data ?? [];
  useWatch(
    liveStock,
    found.map(({ id }) => id),
  );
  const parts = [
    { product, variant },
    ...found.flatMap((one) => {
      const its = initialVariant(one, chosen[one.id]);
      return its ? [{ product: one, variant: its }] : [];
    }),
  ];
  const whole = parts.length === others.length + 1;
  const items = parts.map((one) => ({
    productId: one.product.id,
    variantId: one.variant.id,
    quantity: 1,
  }));
  const cost = useQuery({ ...costQuery(items), enabled: whole }).data;
  if (!whole || !cost || cost.discount <= 0) return null;
  return (
    <Shown
      name={name}
      parts={parts}
      cost={cost}
      onChoose={(productId, variantId) => setChosen((now) => ({ ...now, [productId]: variantId }))}
    />
  );
}

interface ShownProps {
  name: string;
  /** The first is what one looks at. */
  parts: { product: ProductBody; variant: VariantBody }[];
  cost: PriceAnswer;
  onChoose: (productId: string, variantId: string) => void;
}

function Shown({ name, parts, cost, onChoose }: ShownProps) {
  const { t } = useLanguage();
  const id = useId();
  const [refused, setRefused] = useState<{ name: string; none: boolean }>();
  const adding = useIntent((key) =>
    addAllToCart(
      parts.map(({ product, variant }) => ({ productId: product.id, variantId: variant.id })),
      key,
      ({ at, none }) => setRefused({ name: parts[at]?.product.name ?? "", none }),
    ),
  );
  const gone = parts.find(({ variant }) => orderable(liveStock.get(variant.id) ?? variant) <= 0);
  return (
    <section
      aria-labelledby={id}
      data-testid="set"
      className="space-y-3 rounded-m border border-line p-4"
    >
      <h2 id={id} className="text-15 font-semibold wrap-anywhere">
        {name}
      </h2>
      <ul className="space-y-3">
        {parts.map(({ product, variant }, at) => (
          <Part
            key={product.id}
            product={product}
            variant={variant}
            looked={at === 0}
            onChoose={(wanted) => onChoose(product.id, wanted)}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Price
          amount={cost.subtotal - cost.discount}
          currency={cost.currency}
          before={cost.subtotal}
          className="text-18 font-semibold"
        />
        <Button
          busy={adding.isPending}
          disabled={gone !== undefined}
          online
          onClick={() => adding.mutate()}
        >
          {t("sets.add")}
        </Button>
      </div>
      <div role="status" className="text-15 empty:hidden">
        {gone ? (
          t("sets.gone", { name: gone.product.name })
        ) : adding.isSuccess ? (
          <span className="inline-flex items-center gap-2">
            <span className="text-free">
              <Icon name="check" />
            </span>
            {t("product.added")}.
            <Link to="/cart" className="font-medium text-accent underline underline-offset-4">
              {t("product.goCart")}
            </Link>
          </span>
        ) : null}
      </div>
      {adding.isError && (
        <Refusal
          error={adding.error}
          online
          text={refused && t(refused.none ? "sets.none" : "sets.half", { name: refused.name })}
        />
      )}
    </section>
  );
}

interface PartProps {
  product: ProductBody;
  variant: VariantBody;
  /** Its page is the one that is looked at, where its variant is chosen. */
  looked: boolean;
  onChoose: (variantId: string) => void;
}

function Part({ product, variant, looked, onChoose }: PartProps) {
  const { t } = useLanguage();
  return (
    <li className="flex flex-wrap items-center gap-3">
      <Picture
        url={pictureOf(product, variant)}
        alt=""
        className="size-14 shrink-0 rounded-s"
        sizes="56px"
      />
      <div className="min-w-0 grow basis-32">
        {looked ? (
          <p className="text-15 wrap-anywhere">{product.name}</p>
        ) : (
          <Link
            to="/product/$handle"
            params={{ handle: product.handle }}
            className="inline-flex min-h-8 items-center text-15 wrap-anywhere hover:underline"
          >
            {product.name}
          </Link>
        )}
        <p className="text-13 text-ink-soft">
          <Price amount={costOf(variant)} currency={variant.currency} />
        </p>
      </div>
      {!looked && product.variants.length > 1 && (
        <Select
          bare
          dense
          className="w-full sm:w-40"
          label={t("sets.which", { name: product.name })}
          value={variant.id}
          items={product.variants.map((one) => one.id)}
          nameOf={(wanted) =>
            optionWords(product.variants.find((one) => one.id === wanted)?.options ?? {})
          }
          onChoose={(wanted) => wanted && onChoose(wanted)}
        />
      )}
    </li>
  );
}
