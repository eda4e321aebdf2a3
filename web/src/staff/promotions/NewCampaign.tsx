import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { CampaignAnswer, CampaignAsked, StaffCampaign } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { currenciesOf } from "../../rooms/wallets/currencies";
import { type CampaignForm, EMPTY, type FormField, formOf, readForm } from "./campaignForm";
import { ProductScope } from "./ProductScope";

/** Until the products are known by name. */
const shortId = (id: string) => id.slice(-6);

const RULES = ["percent", "fixed"] as const;

/** The terms of a new campaign. They never change once it is made, so each is looked at first. */
interface Props {
  /** Made like this one, with other days. */
  like: StaffCampaign | null;
  onDone: () => void;
}

export function NewCampaign({ like, onDone }: Props) {
  const { t, formats } = useLanguage();
  const shop = useQuery(configQuery).data?.currency;
  const [form, setForm] = useState<CampaignForm>(() =>
    like ? formOf(like, (amount, code) => formats.amount(amount, code), shortId) : EMPTY,
  );
  const [faults, setFaults] = useState<FormField[]>([]);
  const place = useRef<HTMLFormElement>(null);
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
    making.another();
    setFaults((now) => now.filter((field) => !(field in next)));
    setForm({ ...form, ...next });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readForm(form, (currency) => formats.digits(currency));
    if ("asked" in read) making.mutate(read.asked);
    else {
      setFaults(read.faults);
      const first = place.current?.elements.namedItem(read.faults[0] ?? "");
      if (first instanceof HTMLElement) first.focus();
    }
  };
  const { currency } = form;
  const bind = (field: FormField) => ({
    name: field,
    label: t(`staff.campaign.field.${field}`),
    value: form[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: faults.includes(field) ? t(`staff.campaign.fault.${field}`) : null,
  });
  return (
    <form ref={place} noValidate className="space-y-4" onSubmit={submit}>
      <Field {...bind("name")} data-first maxLength={200} />
      <Choice
        legend={t("staff.campaign.field.value")}
        value={form.rule}
        onChange={(value) => change({ rule: value as CampaignForm["rule"] })}
        items={RULES.map((value) => ({ value, label: t(`staff.campaign.rules.${value}`) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {form.rule === "percent" ? (
          <AmountField {...bind("value")} currency="%" />
        ) : (
          <AmountField {...bind("value")} currency={currency} />
        )}
        <Select {...bind("currency")}>
          <option value="">{t("staff.campaign.anyCurrency")}</option>
          {currenciesOf(shop).map((each) => (
            <option key={each} value={each}>
              {formats.currencyName(each)}
            </option>
          ))}
        </Select>
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
      {making.isError && <Refusal reader="staff" error={making.error} />}
      <div className="flex justify-end pt-2">
        <Button kind="primary" type="submit" busy={making.isPending}>
          {t(making.isPending ? "form.saving" : "staff.campaign.make")}
        </Button>
      </div>
    </form>
  );
}
