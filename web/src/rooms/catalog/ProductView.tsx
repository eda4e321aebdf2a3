import type { ReactNode } from "react";
import type { ProductBody, VariantBody } from "../../base/api/schema";
import { costOf, formerPrice } from "../../base/cost";
import { useArranged } from "../../base/experiments";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Gallery } from "../../design/Gallery";
import { Title } from "../../design/Heading";
import { Price } from "../../design/Price";
import { StarsInShort } from "../../design/Stars";
import { liveStock } from "../stock/live";
import { orderable } from "../stock/supply";
import { Facts } from "./Facts";
import { LowestBefore } from "./LowestBefore";
import { Trail } from "./Trail";
import { UnitPrice } from "./UnitPrice";
import { choose } from "./variants";

export const LAYOUT =
  "grid grid-cols-1 gap-8 pb-16 sm:grid-cols-[minmax(0,1fr)_minmax(280px,1fr)] md:grid-cols-[minmax(0,1.25fr)_minmax(320px,1fr)] lg:gap-16";

/** What a product's page is made of; a preview shows the same of one that is not saved yet. */
export type Viewed = Pick<
  ProductBody,
  | "name"
  | "description"
  | "categoryPath"
  | "images"
  | "options"
  | "variants"
  | "rating"
  | "reviewsCount"
  | "vendor"
  | "attributes"
>;

interface Props {
  product: Viewed;
  variant: VariantBody | undefined;
  onChoose: (variantId: string) => void;
  /** Beneath what everybody pays. */
  price?: ReactNode;
  /** The way to have it. */
  children: ReactNode;
}

/** A product as its buyers see it: pictures, name, price, choices, description. */
export function ProductView({ product, variant, onChoose, price, children }: Props) {
  const { t } = useLanguage();
  const textFirst = useArranged("product-text") === "above";
  const text = product.description && (
    <section
      aria-label={t("product.description")}
      className={textFirst ? undefined : "border-t border-line pt-6"}
    >
      <div
        className="rich text-ink-soft"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises it
        dangerouslySetInnerHTML={{ __html: product.description }}
      />
    </section>
  );
  return (
    <article className={LAYOUT}>
      <Gallery name={product.name} images={product.images} wanted={variant?.imageUrl ?? null} />
      <div className="flex flex-col gap-6">
        <header className="space-y-2">
          {product.categoryPath.length > 0 && <Trail path={product.categoryPath} />}
          <Title className="hyphens-auto lg:text-32">{product.name}</Title>
          {variant && (
            <Price
              amount={costOf(variant)}
              currency={variant.currency}
              before={formerPrice(variant)}
              className="text-18"
            />
          )}
          {variant && <UnitPrice of={variant} className="text-15" />}
          {variant && <LowestBefore of={variant} />}
          {price}
          {product.reviewsCount > 0 && (
            <a
              href="#reviews"
              className="flex min-h-8 w-fit items-center rounded-s underline-offset-4 hover:underline"
            >
              <StarsInShort value={product.rating} count={product.reviewsCount} />
            </a>
          )}
        </header>
        {textFirst && text}
        {product.options.map((option) => (
          <Choice
            key={option.code}
            legend={option.name}
            value={variant?.options[option.code]}
            onChange={(value) => {
              const next = choose(product, variant?.options ?? {}, option.code, value);
              if (next) onChoose(next.id);
            }}
            items={option.values.map((value) => {
              const there = choose(product, variant?.options ?? {}, option.code, value);
              const free = there ? orderable(liveStock.get(there.id) ?? there) : 0;
              return {
                value,
                label: value,
                swatch: option.swatches[value],
                out: free > 0 ? undefined : t("supply.noneFree"),
              };
            })}
          />
        ))}
        {children}
        {!textFirst && text}
        <Facts vendor={product.vendor} attributes={product.attributes} />
        {variant?.sku && (
          <p className="text-13 text-ink-faint">{t("product.sku", { sku: variant.sku })}</p>
        )}
      </div>
    </article>
  );
}
