import type { StaffVariant } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Stepper } from "../../design/Stepper";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";

/** So many units of a variant, and what one is to cost. */
export interface PricedLine {
  productId: string;
  variantId: string;
  name: string;
  quantity: number;
  /** As typed. */
  price: string;
  /** What it costs unless staff say otherwise. */
  was: number;
}

interface Props {
  lines: readonly PricedLine[];
  currency: string;
  /** What to say of none, once it was tried to send them. */
  none: string;
  tried: boolean;
  /** What was refused, by field. */
  faults?: ReadonlyMap<string, string>;
  onChange: (lines: PricedLine[]) => void;
}

/** The lines as they are asked for: a price only where it is another than it was. */
export function linesAsked(lines: readonly PricedLine[], digits: number) {
  return lines.map(({ productId, variantId, quantity, price, was }) => {
    const cost = parseAmount(price, digits);
    const other = cost !== null && cost !== was;
    return { productId, variantId, quantity, ...(other ? { price: cost } : {}) };
  });
}

/** Lines of an order as staff put them together: how many, at what price, and what else. */
export function PricedLines({ lines, currency, none, tried, faults, onChange }: Props) {
  const { t, formats } = useLanguage();
  const digits = formats.digits(currency);
  // Whose work is to give money back says what something costs.
  const prices = useMay()("POST /api/staff/orders/{order_id}/refund");
  const put = (line: PricedLine, change: Partial<PricedLine>) =>
    onChange(lines.map((other) => (other === line ? { ...line, ...change } : other)));
  const add = (one: StaffVariant) =>
    onChange([
      ...lines,
      {
        productId: one.productId,
        variantId: one.variantId,
        name: nameOf(one),
        quantity: 1,
        price: amountText(one.price, digits),
        was: one.price,
      },
    ]);
  return (
    <>
      <ul className="divide-y divide-line">
        {lines.map((line, at) => (
          <li key={line.variantId} className="space-y-2 py-3 first:pt-0">
            <p className="flex items-start justify-between gap-3">
              <span className="min-w-0 font-medium wrap-anywhere">{line.name}</span>
              <Button
                kind="plain"
                size="s"
                aria-label={t("parts.removeOf", { name: line.name })}
                onClick={() => onChange(lines.filter((other) => other !== line))}
              >
                {t("parts.remove")}
              </Button>
            </p>
            <div className="flex flex-wrap items-start gap-3">
              <span className="mt-6">
                <Stepper
                  value={line.quantity}
                  label={t("takeOrder.quantityOf", { name: line.name })}
                  short={faults?.has(`items[${at}].quantity`)}
                  onChange={(quantity) => put(line, { quantity })}
                />
              </span>
              <AmountField
                dense
                className="w-40 sm:w-56"
                currency={currency}
                label={t("editOrder.price")}
                aria-label={t("editOrder.priceOf", { name: line.name })}
                value={line.price}
                maxLength={16}
                readOnly={!prices}
                error={
                  faults?.get(`items[${at}].price`) ??
                  (tried && parseAmount(line.price, digits) === null
                    ? t("editOrder.priceBad")
                    : null)
                }
                onChange={({ target }) => put(line, { price: target.value })}
              />
            </div>
          </li>
        ))}
      </ul>
      <FindVariant
        label={t("takeOrder.find")}
        error={tried && lines.length === 0 ? none : null}
        not={lines.map(({ variantId }) => variantId)}
        onAdd={add}
      />
    </>
  );
}
