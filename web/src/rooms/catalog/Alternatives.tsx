import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { ProductBody, ProductsBody, VariantBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Button, ButtonLink } from "../../design/Button";
import { liveStock } from "../stock/live";
import { type AwaitedVariant, stopWaiting, useAwaited, waitFor } from "../waiting/waiting";
import { productQuery } from "./queries";

interface Props {
  productId: string;
  variantId: string;
}

/** What there is instead of a variant that went, where the page does not know its product. */
export function Alternatives({ productId, variantId }: Props) {
  const { locale } = useLanguage();
  const { data } = useQuery(productQuery(productId, locale));
  return data ? <Elsewhere product={data} variantId={variantId} /> : null;
}

interface ElsewhereProps {
  product: ProductBody;
  variantId: string;
  /** Where a version is chosen in place; else a link leads to it. */
  onChoose?: (variantId: string) => void;
}

/** Other versions of the same product first; else other goods of its category. */
export function Elsewhere({ product, variantId, onChoose }: ElsewhereProps) {
  const { t } = useLanguage();
  const free = product.variants.filter(
    (each) => each.id !== variantId && (liveStock.get(each.id)?.stock ?? each.stock) > 0,
  );
  if (free.length === 0) return <Neighbours product={product} />;
  return (
    <div className="space-y-2" data-testid="alternatives">
      <p className="text-13 text-ink-soft">{t("product.soldElse")}</p>
      <div className="flex flex-wrap gap-2">
        {free.slice(0, 4).map((each) => (
          <Version key={each.id} product={product} variant={each} onChoose={onChoose} />
        ))}
      </div>
    </div>
  );
}

interface VersionProps {
  product: ProductBody;
  variant: VariantBody;
  onChoose?: (variantId: string) => void;
}

function Version({ product, variant, onChoose }: VersionProps) {
  const words = optionWords(variant.options) || variant.sku;
  return onChoose ? (
    <Button size="s" className="whitespace-normal!" onClick={() => onChoose(variant.id)}>
      {words}
    </Button>
  ) : (
    <ButtonLink
      size="s"
      className="whitespace-normal!"
      to="/product/$handle"
      params={{ handle: product.handle }}
      search={{ variant: variant.id }}
    >
      {words}
    </ButtonLink>
  );
}

function Neighbours({ product }: { product: ProductBody }) {
  const { t, locale } = useLanguage();
  const asked = { category: product.categoryId ?? undefined, inStock: true, limit: 4, locale };
  const key = ["products", "neighbours", product.id, locale];
  const query = useQuery(answerQuery<ProductsBody>(key, "/products", asked));
  const others = (query.data?.products ?? []).filter((each) => each.id !== product.id).slice(0, 3);
  if (others.length === 0) return null;
  return (
    <div className="space-y-2" data-testid="alternatives">
      <p className="text-13 text-ink-soft">{t("product.soldElse")}</p>
      <div className="flex flex-wrap gap-2">
        {others.map((each) => (
          <ButtonLink
            key={each.id}
            size="s"
            className="whitespace-normal!"
            to="/product/$handle"
            params={{ handle: each.handle }}
          >
            {each.name}
          </ButtonLink>
        ))}
      </div>
    </div>
  );
}

/** Asks to be told; who is logged in is told on the next visit, too. */
export function WaitButton({ one }: { one: AwaitedVariant }) {
  const { t } = useLanguage();
  const { awaited, kept } = useAwaited();
  return awaited.some((each) => each.variantId === one.variantId) ? (
    <div className="space-y-2">
      <p className="text-13 text-ink-soft">
        <b className="font-medium text-ink">{t("product.waiting")}.</b>{" "}
        {t(kept ? "buying.waitingKept" : "product.waitingHint")}
      </p>
      <Button size="s" onClick={() => stopWaiting(one.variantId)}>
        {t("product.stopWaiting")}
      </Button>
    </div>
  ) : (
    <Button size="s" kind="primary" icon="bell" onClick={() => waitFor(one)}>
      {t("product.wait")}
    </Button>
  );
}
