import type { ProductBody, VariantBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Notice } from "../../design/Notice";
import { useVariantSupply } from "../stock/live";
import { HoldForMe, useOffered } from "../waiting/GoodsLine";
import { Elsewhere, WaitButton } from "./Alternatives";

interface Props {
  product: ProductBody;
  variant: VariantBody;
  heldByOthers: number;
  /** It went while the visitor was looking: told at once, and read out. */
  lost: boolean;
  onChoose: (variantId: string) => void;
}

/** None free: why, whether waiting pays, and what else there is. */
export function NoneFree({ product, variant, heldByOthers, lost, onChoose }: Props) {
  const { t, formats } = useLanguage();
  const arrivesOn = useVariantSupply(variant.id)?.arrivesOn;
  const offered = useOffered(variant.id);
  const held = heldByOthers > 0;
  const title = lost ? t("product.wentTitle") : held ? t("product.waitTitle") : t("supply.soldOut");
  const text = held ? t(lost ? "product.wentHeld" : "product.waitText") : null;
  if (offered)
    return (
      <Notice tone="free" title={t("line.yours")} testId="none-free">
        <HoldForMe productId={product.id} variantId={variant.id} />
      </Notice>
    );
  return (
    <Notice
      key={lost ? "lost" : "none"}
      tone={held ? "held" : "calm"}
      urgent={lost}
      title={title}
      testId="none-free"
    >
      {text && <p>{text}</p>}
      {arrivesOn && (
        <p data-testid="arrives-on">
          {t("product.arrivesOn", { day: formats.dayAhead(arrivesOn) })}
        </p>
      )}
      <WaitButton
        one={{
          productId: product.id,
          variantId: variant.id,
          handle: product.handle,
          name: product.name,
        }}
      />
      <HoldForMe productId={product.id} variantId={variant.id} />
      <Elsewhere product={product} variantId={variant.id} onChoose={onChoose} />
    </Notice>
  );
}
