import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Check, Field, Select } from "../../design/Field";
import { ChooseLocation } from "../stock/ChooseLocation";
import {
  type BulkFaults,
  type BulkForm,
  type Kind,
  MOST,
  PRICE_STEPS,
  type PriceStep,
  STOCK_STEPS,
} from "./bulkForm";
import { CategoryChoice } from "./CategoryChoice";
import { STATUSES } from "./form";

interface Props {
  form: BulkForm;
  faults: BulkFaults;
  currency: string;
  /** They are in several currencies, so that no amount is meant for all of them. */
  mixed: boolean;
  change: (part: Partial<BulkForm>) => void;
}

/** The fields of the step that is chosen. */
export function BulkFields({ form, faults, currency, mixed, change }: Props) {
  const { t } = useLanguage();
  const told = (field: keyof BulkForm) => {
    const fault = faults[field];
    return fault ? t(`products.bulk.fault.${fault}`, { most: MOST.variants }) : null;
  };
  const bind = (field: Text) => ({
    name: field,
    label: t(`products.bulk.field.${field}`),
    value: form[field],
    error: told(field),
    onChange: ({ target }: { target: { value: string } }) => change({ [field]: target.value }),
  });
  const fields: Record<Kind, () => ReactNode> = {
    price: () => (
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Select
          label={t("products.bulk.how")}
          items={mixed ? PRICE_STEPS.filter(isPercent) : PRICE_STEPS}
          nameOf={(step) => t(`products.bulk.price.${step}`)}
          value={form.priceStep}
          onChoose={(priceStep) => priceStep && change({ priceStep })}
        />
        {isPercent(form.priceStep) ? (
          <Field {...bind("price")} label={t("products.bulk.percent")} inputMode="numeric" />
        ) : (
          <AmountField {...bind("price")} currency={currency} />
        )}
      </div>
    ),
    discount: () => (
      <>
        <Check
          label={t("products.bulk.endDiscount")}
          checked={form.ends}
          onChange={({ target }) => change({ ends: target.checked })}
        />
        {!form.ends && (
          <div className="grid items-start gap-3 sm:grid-cols-3">
            <Field {...bind("percent")} inputMode="numeric" />
            <Field {...bind("from")} type="datetime-local" />
            <Field {...bind("until")} type="datetime-local" />
          </div>
        )}
      </>
    ),
    status: () => (
      <Select
        label={t("staff.column.status")}
        items={STATUSES}
        nameOf={(status) => t(`products.statuses.${status}`)}
        hint={t(`products.statusHint.${form.status}`)}
        value={form.status}
        onChoose={(status) => status && change({ status })}
      />
    ),
    tags: () => (
      <>
        <Field {...bind("addTags")} hint={t("products.tagsHint")} />
        <Field {...bind("removeTags")} hint={t("products.tagsHint")} />
      </>
    ),
    category: () => (
      <CategoryChoice value={form.categoryId} onChoose={(categoryId) => change({ categoryId })} />
    ),
    stock: () => (
      <>
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Select
            label={t("products.bulk.how")}
            items={STOCK_STEPS}
            nameOf={(step) => t(`products.bulk.stock.${step}`)}
            value={form.stockStep}
            onChoose={(stockStep) => stockStep && change({ stockStep })}
          />
          <Field {...bind("count")} inputMode="numeric" hint={t("products.bulk.each")} />
        </div>
        <ChooseLocation
          label={t("products.bulk.where")}
          none={t("products.bulk.first")}
          toFill={form.stockStep !== "withdraw"}
          value={form.locationId}
          onChoose={(locationId) => change({ locationId })}
        />
        <Field {...bind("reason")} maxLength={500} />
      </>
    ),
  };
  return fields[form.kind]();
}

type Text = "price" | "percent" | "from" | "until" | "addTags" | "removeTags" | "count" | "reason";

function isPercent(step: PriceStep): boolean {
  return step === "down-percent" || step === "up-percent";
}
