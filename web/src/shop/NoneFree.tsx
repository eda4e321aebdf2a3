import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client";
import type { Product, ProductPage, Variant } from "../api/types";
import { Button, ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { useLocale } from "../i18n/format";
import { supplyStore } from "../live/store";
import { optionWords } from "./variants";
import { stopWaiting, useWishes, waitFor } from "./waiting";

interface Props {
  product: Product;
  variant: Variant;
  heldByOthers: number;
  /** It went while the visitor was looking: told at once, and read out. */
  lost: boolean;
  onChoose: (variantId: string) => void;
}

/** None free: why, whether waiting pays, and what else there is. */
export function NoneFree({ product, variant, heldByOthers, lost, onChoose }: Props) {
  const { t } = useTranslation();
  const held = heldByOthers > 0;
  const title = lost ? t("product.wentTitle") : held ? t("product.waitTitle") : t("product.sold");
  const text = held ? t(lost ? "product.wentHeld" : "product.waitText") : null;
  return (
    <Notice
      key={lost ? "lost" : "none"}
      tone={held ? "held" : "calm"}
      urgent={lost}
      title={title}
      testId="none-free"
    >
      {text && <p>{text}</p>}
      {held && <WaitButton product={product} variant={variant} />}
      <Elsewhere product={product} variant={variant} onChoose={onChoose} />
    </Notice>
  );
}

function WaitButton({ product, variant }: { product: Product; variant: Variant }) {
  const { t } = useTranslation();
  const waiting = useWishes().some((wish) => wish.variantId === variant.id);
  const wish = {
    productId: product.id,
    variantId: variant.id,
    handle: product.handle,
    name: product.name,
  };
  return waiting ? (
    <div className="space-y-2">
      <p className="text-13 text-ink-soft">
        <b className="font-medium text-ink">{t("product.waiting")}.</b> {t("product.waitingHint")}
      </p>
      <Button size="s" onClick={() => stopWaiting(variant.id)}>
        {t("product.stopWaiting")}
      </Button>
    </div>
  ) : (
    <Button size="s" kind="primary" icon="bell" onClick={() => waitFor(wish)}>
      {t("product.wait")}
    </Button>
  );
}

/** Other versions of the same product first; else other goods of its category. */
function Elsewhere({
  product,
  variant,
  onChoose,
}: Pick<Props, "product" | "variant" | "onChoose">) {
  const { t } = useTranslation();
  const free = product.variants.filter(
    (each) => each.id !== variant.id && (supplyStore.variant(each.id)?.stock ?? each.stock) > 0,
  );
  if (free.length > 0) {
    return (
      <div className="space-y-2">
        <p className="text-13 text-ink-soft">{t("product.soldElse")}</p>
        <div className="flex flex-wrap gap-2">
          {free.slice(0, 4).map((each) => (
            <Button key={each.id} size="s" onClick={() => onChoose(each.id)}>
              {optionWords(each.options) || each.sku}
            </Button>
          ))}
        </div>
      </div>
    );
  }
  return <Neighbours product={product} />;
}

function Neighbours({ product }: { product: Product }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const query = useQuery({
    queryKey: ["products", "neighbours", product.id, locale],
    queryFn: ({ signal }) =>
      get<ProductPage>(
        "/products",
        { category: product.category, inStock: true, limit: 4, locale },
        signal,
      ),
  });
  const others = (query.data?.products ?? []).filter((each) => each.id !== product.id).slice(0, 3);
  if (others.length === 0) return null;
  return (
    <div className="space-y-2">
      <p className="text-13 text-ink-soft">{t("product.soldElse")}</p>
      <div className="flex flex-wrap gap-2">
        {others.map((each) => (
          <ButtonLink key={each.id} size="s" to="/product/$handle" params={{ handle: each.handle }}>
            {each.name}
          </ButtonLink>
        ))}
      </div>
    </div>
  );
}
