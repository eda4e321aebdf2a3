import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Field, Select } from "../../design/Field";
import type { DiscountForm, VariantForm } from "./form";
import { type MeasureForm, partsOf, persOf, UNITS, usualPer } from "./measures";
import type { Told } from "./save";

interface Props {
  variant: VariantForm;
  at: string;
  currency: string;
  told: Told;
  onChange: (part: Partial<VariantForm>) => void;
}

/** What not every variant needs: a discount with its days, weight, barcode, how much one holds. */
export function VariantMore({ variant, at, currency, told, onChange }: Props) {
  const { t, formats } = useLanguage();
  const { discount, measure } = variant;
  const wrong = Object.keys(told).some((field) => MORE.some((one) => field === `${at}.${one}`));
  const filled = Boolean(discount.price || variant.weight || variant.barcode || measure.amount);
  const change = (part: Partial<DiscountForm>) => onChange({ discount: { ...discount, ...part } });
  const measured = (part: Partial<MeasureForm>) => onChange({ measure: { ...measure, ...part } });
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
        <Field
          dense
          name={`${at}.measure.amount`}
          label={t("products.holds")}
          inputMode="decimal"
          value={measure.amount}
          error={told[`${at}.measure.amount`] ?? told[`${at}.measure`]}
          onChange={(event) => measured({ amount: event.target.value })}
        />
        <Select
          dense
          label={t("products.holdsUnit")}
          items={UNITS}
          nameOf={(unit) => t(`measure.${unit}`)}
          value={measure.unit}
          onChoose={(unit = "g") => measured({ unit, per: usualPer(unit) })}
        />
        <Select
          dense
          label={t("products.per")}
          items={persOf(measure)}
          nameOf={(per) => {
            const [count, unit] = partsOf(per);
            return `${formats.number(count)}\u00a0${t(`measure.${unit}`)}`;
          }}
          value={measure.per}
          onChoose={(per) => per && measured({ per })}
        />
      </div>
    </details>
  );
}

const MORE = [
  "discount.price",
  "discount.begins",
  "discount.ends",
  "weightGrams",
  "barcode",
  "measure",
  "measure.amount",
];
