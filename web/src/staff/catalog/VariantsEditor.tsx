import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import type { StaffProduct, StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { useUnits } from "../../design/units";
import { useVariantSupply } from "../../rooms/stock/live";
import { OneVariant } from "../stock/OneVariant";
import { type ProductForm, type VariantForm, valuesOf } from "./form";
import { cellOf, nameOf, pasted } from "./grid";
import type { Told } from "./save";
import { VariantMore } from "./VariantMore";
import { usePlaces } from "./whose";

interface Props {
  form: ProductForm;
  product: StaffProduct | null;
  currency: string;
  told: Told;
  onChange: (variants: VariantForm[]) => void;
}

/** Price, SKU and stock of each variant. Stock that is there changes with a reason, by itself. */
export function VariantsEditor({ form, product, currency, told, onChange }: Props) {
  const { t } = useLanguage();
  const { seller } = usePlaces();
  const [counting, setCounting] = useState<StaffVariant | null>(null);
  const { variants } = form;
  const several = variants.length > 1;
  const edit = (key: string, part: Partial<VariantForm>) =>
    onChange(variants.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const first = variants[0];
  const paste = (event: ClipboardEvent) => {
    const at = cellOf((event.target as HTMLInputElement).name ?? "");
    const filled = at && pasted(variants, at, event.clipboardData.getData("text/plain"));
    if (!filled) return;
    event.preventDefault();
    onChange(filled);
  };
  const move = (event: KeyboardEvent) => {
    const { key, target, currentTarget } = event;
    const at = cellOf((target as HTMLInputElement).name ?? "");
    const step = key === "ArrowUp" ? -1 : key === "ArrowDown" || key === "Enter" ? 1 : 0;
    if (!at || !several || step === 0 || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const next = nameOf({ ...at, row: at.row + step });
    currentTarget.querySelector<HTMLInputElement>(`[name="${next}"]`)?.focus();
  };
  return (
    <Panel
      title={t(several ? "products.variants" : "products.priceAndStock")}
      actions={
        several &&
        first?.price && (
          <Button
            size="s"
            onClick={() =>
              onChange(
                variants.map((one) => ({ ...one, price: first.price, compareAt: first.compareAt })),
              )
            }
          >
            {t("products.samePrice")}
          </Button>
        )
      }
    >
      {several && <p className="pb-3 text-13 text-ink-soft">{t("products.gridHint")}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys and what is pasted are the fields' */}
      <div className="divide-y divide-line" onPaste={paste} onKeyDown={move}>
        {told.variants && (
          <p role="alert" className="pb-3 text-13 text-danger">
            {told.variants}
          </p>
        )}
        {variants.map((variant, place) => (
          <fieldset key={variant.key} className="py-4 first:pt-0 last:pb-0">
            <legend className={several ? "mb-2 float-left w-full font-medium" : "sr-only"}>
              {valuesOf(form, variant).join(", ") || form.name || t("products.priceAndStock")}
            </legend>
            <div className="clear-both grid grid-cols-2 items-start gap-3 md:grid-cols-4">
              <AmountField
                dense
                name={`variants[${place}].price`}
                label={t("products.price")}
                currency={currency}
                value={variant.price}
                error={told[`variants[${place}].price`]}
                onChange={(event) => edit(variant.key, { price: event.target.value })}
              />
              <AmountField
                dense
                name={`variants[${place}].compareAtPrice`}
                label={t("products.compareAt")}
                currency={currency}
                value={variant.compareAt}
                error={told[`variants[${place}].compareAtPrice`]}
                onChange={(event) => edit(variant.key, { compareAt: event.target.value })}
              />
              <Field
                dense
                name={`variants[${place}].sku`}
                label={t("staff.column.sku")}
                value={variant.sku}
                maxLength={255}
                error={told[`variants[${place}].sku`] ?? told[`variants[${place}].values`]}
                onChange={(event) => edit(variant.key, { sku: event.target.value })}
              />
              {variant.id && product ? (
                <StockNow row={rowOf(product, form, variant)} onCount={(row) => setCounting(row)} />
              ) : (
                <Field
                  dense
                  name={`variants[${place}].stock`}
                  label={t("staff.column.supply")}
                  inputMode="numeric"
                  placeholder="0"
                  value={variant.stock}
                  error={told[`variants[${place}].stock`]}
                  onChange={(event) => edit(variant.key, { stock: event.target.value })}
                />
              )}
              <VariantMore
                variant={variant}
                at={`variants[${place}]`}
                currency={currency}
                told={told}
                onChange={(part) => edit(variant.key, part)}
              />
            </div>
          </fieldset>
        ))}
      </div>
      {/* The dialog has a form of its own, whose events React would hand on to ours. */}
      <div onSubmit={(event) => event.stopPropagation()}>
        {counting && (
          <OneVariant inForm variant={counting} seller={seller} onClose={() => setCounting(null)} />
        )}
      </div>
    </Panel>
  );
}

/** The variant as the stock's own pages know it. */
function rowOf(product: StaffProduct, form: ProductForm, variant: VariantForm): StaffVariant {
  const known = product.variants.find(({ id }) => id === variant.id);
  return {
    variantId: variant.id ?? "",
    productId: product.id,
    productName: product.name,
    category: "",
    sku: variant.sku,
    options: Object.fromEntries(valuesOf(form, variant).map((word, place) => [place, word])),
    price: known?.price ?? 0,
    currency: product.currency,
    onSale: product.status === "active",
    deliveredAs: known?.deliveredAs ?? "parcel",
    madeOfOthers: false,
    onHand: known?.onHand ?? 0,
    stock: known?.stock ?? 0,
    held: known?.held ?? 0,
    reserved: known?.held ?? 0,
    full: known?.onHand ?? 0,
    version: known?.version ?? 0,
    lowStockThreshold: known?.lowStockThreshold ?? null,
    lowAt: known?.lowStockThreshold ?? null,
    low: false,
  };
}

function StockNow({ row, onCount }: { row: StaffVariant; onCount: (row: StaffVariant) => void }) {
  const { t } = useLanguage();
  const units = useUnits();
  const live = useVariantSupply(row.variantId);
  const now = live && live.version >= row.version ? live : row;
  const words = Object.values(row.options).join(", ");
  return (
    <div className="flex flex-col gap-1">
      <span className="text-13 font-medium text-ink-soft">{t("staff.column.supply")}</span>
      <span className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="tabular">
          {units(now.stock)}
          {now.held > 0 && (
            <span className="text-held-ink"> {t("products.andHeld", { count: now.held })}</span>
          )}
        </span>
        <Button
          size="s"
          aria-label={t("staff.changeOf", { name: words || row.productName })}
          onClick={() => onCount({ ...row, ...now, onHand: now.stock + now.held })}
        >
          {t("staff.change")}
        </Button>
      </span>
    </div>
  );
}
