import type { ReceiptRulesBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Select } from "../../design/Field";
import { CategoryRows } from "./CategoryRows";
import { ProductVats } from "./ProductVats";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";
import { VatField } from "./VatField";

const BY = ["nobody", "yookassa", "till"] as const satisfies ReceiptRulesBody["by"][];

const GOODS = ["full_payment", "full_prepayment"] as const satisfies ReceiptRulesBody["goods"][];

const TAX_SYSTEMS = ["1", "2", "3", "4", "5", "6"] as const;

/** Receipts by the Russian law 54-FZ, sent with payments through YooKassa. */
export function ReceiptsSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { faulty } = form;
  const rules = form.values.receipts;
  const put = (change: Partial<ReceiptRulesBody>) => form.set("receipts", { ...rules, ...change });
  const missing = (field: string) =>
    faulty === `receipts.${field}` ? t("receipts.missing") : null;
  return (
    <SettingsSection
      id="receipts"
      title={t("receipts.title")}
      text={t("receipts.text")}
      form={form}
    >
      <Choice
        look="rows"
        legend={t("receipts.by")}
        value={rules.by}
        onChange={(by) => put({ by: by as ReceiptRulesBody["by"] })}
        items={BY.map((value) => ({
          value,
          label: t(`receipts.by.${value}`),
          hint: t(`receipts.by.${value}Hint`),
        }))}
      />
      {faulty === "receipts.by" && (
        <p role="alert" className="text-13 text-danger">
          {t("receipts.onlyRoubles")}
        </p>
      )}
      {rules.by !== "nobody" && (
        <>
          {rules.by === "till" && (
            <Select
              name="receipts.taxSystem"
              label={t("receipts.taxSystem")}
              none={t("receipts.choose")}
              items={[...TAX_SYSTEMS]}
              nameOf={(one) => t(`receipts.taxSystem.${one}`)}
              value={rules.taxSystem === null ? undefined : (`${rules.taxSystem}` as "1")}
              onChoose={(one) => put({ taxSystem: one === undefined ? null : Number(one) })}
              error={missing("taxSystem")}
            />
          )}
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <VatField
              name="receipts.vat"
              label={t("receipts.vat")}
              hint={t("receipts.vatHint")}
              value={rules.vat}
              onVat={(vat) => put({ vat })}
              error={missing("vat")}
            />
            <VatField
              name="receipts.deliveryVat"
              label={t("receipts.deliveryVat")}
              value={rules.deliveryVat}
              onVat={(deliveryVat) => put({ deliveryVat })}
              error={missing("deliveryVat")}
            />
          </div>
          <CategoryRows
            rows={rules.categories}
            onChange={(categories) => put({ categories })}
            begun={(categoryId) => ({ categoryId, vat: rules.vat ?? 1 })}
            label={t("receipts.category")}
            add={t("receipts.add")}
            errorOf={(at) =>
              faulty === `receipts.categories[${at}].categoryId` ? t("receipts.twice") : null
            }
            align="start"
          >
            {(one, change) => (
              <VatField
                label={t("receipts.categoryVat")}
                value={one.vat}
                onVat={(vat) => vat !== null && change({ ...one, vat })}
              />
            )}
          </CategoryRows>
          <ProductVats
            rows={rules.products}
            usual={rules.vat ?? 1}
            errorOf={(at) =>
              faulty === `receipts.products[${at}].productId`
                ? t("charges.fault.product")
                : undefined
            }
            onChange={(products) => put({ products })}
          />
          <Choice
            look="rows"
            legend={t("receipts.goods")}
            value={rules.goods}
            onChange={(goods) => put({ goods: goods as ReceiptRulesBody["goods"] })}
            items={GOODS.map((value) => ({
              value,
              label: t(`receipts.goods.${value}`),
              hint: t(`receipts.goods.${value}Hint`),
            }))}
          />
        </>
      )}
    </SettingsSection>
  );
}
