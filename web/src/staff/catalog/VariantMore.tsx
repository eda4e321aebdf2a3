import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Field } from "../../design/Field";
import type { DiscountForm, VariantForm } from "./form";
import type { Told } from "./save";

interface Props {
  variant: VariantForm;
  at: string;
  currency: string;
  told: Told;
  onChange: (part: Partial<VariantForm>) => void;
}

/** What not every variant needs: a discount with its days, weight and barcode. */
export function VariantMore({ variant, at, currency, told, onChange }: Props) {
  const { t } = useLanguage();
  const { discount } = variant;
  const wrong = Object.keys(told).some((field) => MORE.some((one) => field === `${at}.${one}`));
  const filled = Boolean(discount.price || variant.weight || variant.barcode);
  const change = (part: Partial<DiscountForm>) => onChange({ discount: { ...discount, ...part } });
  return (
    <details open={filled || wrong} className="col-span-full">
      <summary className="inline-flex min-h-8 cursor-pointer items-center text-13 text-accent">
        {t("products.more")}
      </summary>
      <div className="mt-2 grid grid-cols-2 items-start gap-3 md:grid-cols-5">
        <AmountField
          dense
          name={`${at}.discount.price`}
          label={t("products.discount")}
          currency={currency}
          value={discount.price}
          error={told[`${at}.discount.price`]}
          onChange={(event) => change({ price: event.target.value })}
        />
        <Field
          dense
          type="datetime-local"
          name={`${at}.discount.begins`}
          label={t("products.discountFrom")}
          value={discount.begins}
          error={told[`${at}.discount.begins`]}
          onChange={(event) => change({ begins: event.target.value })}
        />
        <Field
          dense
          type="datetime-local"
          name={`${at}.discount.ends`}
          label={t("products.discountUntil")}
          value={discount.ends}
          error={told[`${at}.discount.ends`]}
          onChange={(event) => change({ ends: event.target.value })}
        />
        <Field
          dense
          name={`${at}.weightGrams`}
          label={t("products.weight")}
          inputMode="numeric"
          value={variant.weight}
          error={told[`${at}.weightGrams`]}
          onChange={(event) => onChange({ weight: event.target.value })}
        />
        <Field
          dense
          name={`${at}.barcode`}
          label={t("products.barcode")}
          value={variant.barcode}
          maxLength={100}
          error={told[`${at}.barcode`]}
          onChange={(event) => onChange({ barcode: event.target.value })}
        />
      </div>
    </details>
  );
}

const MORE = ["discount.price", "discount.begins", "discount.ends", "weightGrams", "barcode"];
