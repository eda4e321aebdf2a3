import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { saidOf } from "../../base/api/problem";
import { configQuery, renew } from "../../base/api/queries";
import type { CampaignAnswer, StaffCampaignBody } from "../../base/api/schema";
import type { CampaignAsked } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { NamesByLanguage } from "../../design/NamesByLanguage";
import { toast } from "../../design/Toasts";
import { currenciesOf } from "../../rooms/wallets/currencies";
import { type CampaignForm, EMPTY, FIELDS, type FormField, formOf, readForm } from "./campaignForm";
import { ProductScope } from "./ProductScope";

const RULES = ["percent", "fixed"] as const;

/** The terms of a new campaign. They never change once it is made, so each is looked at first. */
interface Props {
  /** Made like this one, with other days. */
  like: StaffCampaignBody | null;
  onDone: () => void;
}

export function NewCampaign({ like, onDone }: Props) {
  const { t, formats } = useLanguage();
  const shop = useQuery(configQuery).data?.currency;
  const [form, setForm] = useState<CampaignForm>(() =>
    like ? formOf(like, (amount, code) => formats.amount(amount, code)) : EMPTY,
  );
  const [faults, setFaults] = useState<FormField[]>([]);
  const make = (key: string, asked: CampaignAsked) =>
    insist<CampaignAnswer>("/staff/coupon-campaigns", asked, key);
  const making = useIntent(make, {
    onSuccess: async ({ campaign }) => {
      await renew(["staff", "campaigns"], ["coupons"]);
      toast({ title: t("staff.campaign.made", { name: campaign.name }) });
      onDone();
    },
  });
  const change = (next: Partial<CampaignForm>) => {
    making.change();
    setFaults((now) => now.filter((field) => !(field in next)));
    setForm({ ...form, ...next });
  };
  const submit = () => {
    const read = readForm(form, (currency) => formats.digits(currency));
    if ("asked" in read) making.mutate(read.asked);
    else setFaults(read.faults);
  };
  const { currency } = form;
  const bind = (field: FormField) => ({
    name: field,
    label: t(`staff.campaign.field.${field}`),
    value: form[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: faults.includes(field)
      ? t(`staff.campaign.fault.${field}`)
      : saidOf(making.error, field),
  });
  return (
    <Form
      reader="staff"
      sending={making}
      refusal={FIELDS.some((field) => saidOf(making.error, field)) ? null : undefined}
      onSubmit={submit}
      end={
        <div className="flex justify-end pt-2">
          <Button kind="primary" type="submit" busy={making.isPending}>
            {t(making.isPending ? "form.saving" : "staff.campaign.make")}
          </Button>
        </div>
      }
    >
      <Field {...bind("name")} data-first maxLength={200} />
      <NamesByLanguage
        names={form.translations}
        onChange={(translations) => change({ translations })}
        errorOf={(locale) => saidOf(making.error, `translations.${locale}`)}
      />
      <Choice
        legend={t("staff.campaign.field.value")}
        value={form.rule}
        onChange={(value) => change({ rule: value as CampaignForm["rule"] })}
        items={RULES.map((value) => ({ value, label: t(`staff.campaign.rules.${value}`) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <AmountField {...bind("value")} currency={form.rule === "percent" ? "%" : currency} />
        <Select
          {...bind("currency")}
          none={t("staff.campaign.anyCurrency")}
          items={currenciesOf(shop)}
          nameOf={(each) => formats.currencyName(each)}
          onChoose={(each = "") => change({ currency: each })}
        />
        {form.rule === "percent" && <AmountField {...bind("cap")} currency={currency} />}
        <AmountField {...bind("minimum")} currency={currency} />
        <Field {...bind("quantity")} inputMode="numeric" />
        <Field {...bind("perCustomer")} inputMode="numeric" />
        <Field {...bind("validDays")} inputMode="numeric" />
        <span className="hidden sm:block" />
        <Field {...bind("opensAt")} type="datetime-local" hint={t("staff.campaign.opensHint")} />
        <Field {...bind("closesAt")} type="datetime-local" hint={t("staff.campaign.closesHint")} />
      </div>
      <ProductScope chosen={form.scope} onChange={(scope) => change({ scope })} />
    </Form>
  );
}
