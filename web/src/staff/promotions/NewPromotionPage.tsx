import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { saidOf } from "../../base/api/problem";
import { configQuery, renew, renewAhead } from "../../base/api/queries";
import type { PromotionAnswer } from "../../base/api/schema";
import type { PromotionAsked } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button, ButtonLink } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Check, Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { NamesByLanguage } from "../../design/NamesByLanguage";
import { toast } from "../../design/Toasts";
import { currenciesOf } from "../../rooms/wallets/currencies";
import { CategoryScope } from "./CategoryScope";
import { GroupScope } from "./GroupScope";
import { ProductScope } from "./ProductScope";
import { PromotionPreview } from "./PromotionPreview";
import {
  FIELDS,
  isPercent,
  isSet,
  NEW_PROMOTION,
  type PromotionField,
  type PromotionForm,
  readPromotion,
  setLacks,
} from "./promotionForm";
import { SellerScope } from "./SellerScope";

const route = getRouteApi("/staff/promotions/new");
const RULES = [
  "percent",
  "fixed",
  "nth-free",
  "set-percent",
  "set-fixed",
  "free-shipping",
] as const;

/** A new promotion: what it does to carts stands beside its terms, before it does it. */
export function NewPromotionPage() {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const { group } = route.useSearch();
  const shop = useQuery(configQuery).data?.currency;
  const [form, setForm] = useState<PromotionForm>(() => ({
    ...NEW_PROMOTION,
    currency: shop ?? "",
    groups: group ? [group] : [],
  }));
  const [faults, setFaults] = useState<PromotionField[]>([]);
  const [tried, setTried] = useState(false);
  const making = useIntent(
    (key: string, asked: PromotionAsked) =>
      insist<PromotionAnswer>("/staff/promotions", asked, key),
    {
      onSuccess: async ({ promotion }) => {
        await Promise.all([
          renewAhead(["staff", "promotions"]),
          renew(["price"], configQuery.queryKey),
        ]);
        toast({ title: t("promo.made", { name: promotion.name }) });
        await navigate({ to: "/staff/promotions", ignoreBlocker: true });
      },
    },
  );
  const change = (next: Partial<PromotionForm>) => {
    making.change();
    setFaults((now) => now.filter((field) => !(field in next)));
    setForm({ ...form, ...next });
  };
  const read = readPromotion(form, (currency) => formats.digits(currency));
  const lacks = setLacks(form);
  const asked = "asked" in read && !lacks ? read.asked : null;
  const submit = () => {
    setTried(true);
    if (asked) making.mutate(asked);
    else if ("faults" in read) setFaults(read.faults);
  };
  const bind = (field: PromotionField) => ({
    name: field,
    label: t(`promo.field.${field}`),
    value: form[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: faults.includes(field) ? t(`promo.fault.${field}`) : saidOf(making.error, field),
  });
  return (
    <div className="space-y-4">
      <Heading title={t("promo.make")} text={t("promo.final")} />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Panel>
          <Form
            reader="staff"
            sending={making}
            refusal={FIELDS.some((field) => saidOf(making.error, field)) ? null : undefined}
            onSubmit={submit}
            end={
              <div className="flex flex-wrap justify-end gap-3 pt-2">
                <ButtonLink to="/staff/promotions">{t("promo.back")}</ButtonLink>
                <Button kind="primary" type="submit" busy={making.isPending}>
                  {t(making.isPending ? "form.saving" : "promo.start")}
                </Button>
              </div>
            }
          >
            <Field {...bind("name")} hint={t("promo.nameHint")} maxLength={200} />
            <NamesByLanguage
              names={form.translations}
              onChange={(translations) => change({ translations })}
              errorOf={(locale) => saidOf(making.error, `translations.${locale}`)}
            />
            <Choice
              legend={t("promo.how")}
              value={form.byCode ? "code" : "automatic"}
              onChange={(value) => change({ byCode: value === "code" })}
              items={[
                { value: "automatic", label: t("promo.automatic") },
                { value: "code", label: t("promo.byCode") },
              ]}
            />
            {form.byCode && <Field {...bind("code")} autoComplete="off" maxLength={40} />}
            <Choice
              legend={t("promo.field.value")}
              value={form.rule}
              onChange={(value) => change({ rule: value as PromotionForm["rule"] })}
              items={RULES.map((value) => ({ value, label: t(`promo.rules.${value}`) }))}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              {form.rule === "nth-free" ? (
                <Field
                  {...bind("value")}
                  label={t("promo.nth")}
                  hint={t("promo.nthHint")}
                  inputMode="numeric"
                />
              ) : (
                form.rule !== "free-shipping" && (
                  <AmountField
                    {...bind("value")}
                    currency={isPercent(form.rule) ? "%" : form.currency}
                  />
                )
              )}
              <Select
                {...bind("currency")}
                none={t("staff.campaign.anyCurrency")}
                items={currenciesOf(shop)}
                nameOf={(each) => formats.currencyName(each)}
                onChoose={(each = "") => change({ currency: each })}
              />
              {form.rule === "percent" && <AmountField {...bind("cap")} currency={form.currency} />}
              <AmountField {...bind("minimum")} currency={form.currency} />
              <Field {...bind("quantity")} inputMode="numeric" hint={t("promo.quantityHint")} />
              <Field
                {...bind("perCustomer")}
                inputMode="numeric"
                hint={t("promo.perCustomerHint")}
              />
              <Field {...bind("opensAt")} type="datetime-local" hint={t("promo.opensHint")} />
              <Field {...bind("closesAt")} type="datetime-local" hint={t("promo.closesHint")} />
            </div>
            <GroupScope chosen={form.groups} onChange={(groups) => change({ groups })} />
            <ProductScope
              chosen={form.scope}
              onChange={(scope) => change({ scope })}
              hint={isSet(form.rule) ? t("promo.setHint") : undefined}
              error={tried && lacks ? t("promo.setLacks") : null}
            />
            {!isSet(form.rule) && (
              <>
                <CategoryScope
                  chosen={form.categories}
                  onChange={(categories) => change({ categories })}
                />
                <SellerScope chosen={form.sellers} onChange={(sellers) => change({ sellers })} />
              </>
            )}
            <Check
              label={t("promo.firstOrder")}
              checked={form.firstOrder}
              onChange={(event) => change({ firstOrder: event.target.checked })}
            />
            <Check
              label={t("promo.alone")}
              checked={form.alone}
              onChange={(event) => change({ alone: event.target.checked })}
            />
          </Form>
        </Panel>
        <PromotionPreview asked={asked} />
      </div>
    </div>
  );
}
