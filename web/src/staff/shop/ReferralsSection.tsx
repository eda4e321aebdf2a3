import { useQuery } from "@tanstack/react-query";
import type { ReferralTerms, SettingsShown } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Check } from "../../design/Field";
import { MoneyField } from "./MoneyField";
import { NumberField } from "./NumberField";
import { type Advantage, referralTermsQuery, useReferralForm } from "./referralTerms";
import { SettingsSection } from "./SettingsSection";

/** Whether customers invite friends, and what both get for that. */
export function ReferralsSection({ shown }: { shown: SettingsShown }) {
  const may = useMay()("GET /api/staff/referrals/program");
  const { data } = useQuery({ ...referralTermsQuery, enabled: may });
  return data ? <Terms terms={data} currency={shown.settings.currency} /> : null;
}

function Terms({ terms, currency }: { terms: ReferralTerms; currency: string | null }) {
  const { t } = useLanguage();
  const form = useReferralForm(terms);
  const { values, set, faulty } = form;
  const counts = ["waitDays", "mostAYear", "validDays", "quantity"] as const;
  return (
    <SettingsSection
      id="referrals"
      title={t("referrals.settings")}
      text={t("settings.referrals.text")}
      form={form}
    >
      <Check
        name="referrals"
        label={t("settings.referrals.on")}
        checked={values.on}
        onChange={(event) => set({ on: event.target.checked })}
      />
      {values.on && (
        <>
          <Gets
            name="friend"
            of={values.friend}
            currency={currency}
            faulty={faulty}
            onChange={(friend) => set({ friend })}
          />
          <Gets
            name="reward"
            of={values.reward}
            currency={currency}
            faulty={faulty}
            onChange={(reward) => set({ reward })}
          />
          {counts.map((name) => (
            <NumberField
              key={name}
              name={name}
              label={t(`settings.referrals.${name}`)}
              hint={t(`settings.referrals.${name}Hint`)}
              value={values[name]}
              onNumber={(value) => set({ [name]: value })}
              error={faulty === name ? t("settings.referrals.countFault") : null}
            />
          ))}
        </>
      )}
    </SettingsSection>
  );
}

interface GetsProps {
  name: "friend" | "reward";
  of: Advantage;
  currency: string | null;
  faulty: string | undefined;
  onChange: (of: Advantage) => void;
}

/** So many per cent or an amount, and off which orders. */
function Gets({ name, of, currency, faulty, onChange }: GetsProps) {
  const { t } = useLanguage();
  const rules = currency ? (["percent", "fixed"] as const) : (["percent"] as const);
  return (
    <div className="space-y-3">
      <Choice
        legend={t(`settings.referrals.${name}`)}
        value={of.rule}
        onChange={(rule) => onChange({ ...of, rule: rule === "fixed" ? "fixed" : "percent" })}
        items={rules.map((value) => ({ value, label: t(`settings.referrals.rule.${value}`) }))}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {of.rule === "fixed" && currency ? (
          <MoneyField
            key="amount"
            name={`${name}.value`}
            label={t("settings.referrals.amount")}
            currency={currency}
            value={of.value}
            onAmount={(value) => onChange({ ...of, value: value ?? Number.NaN })}
            error={faulty === `${name}.value` ? t("form.amountBad") : null}
          />
        ) : (
          <NumberField
            key="percent"
            name={`${name}.value`}
            label={t("settings.referrals.percent")}
            value={of.value}
            onNumber={(value) => onChange({ ...of, value })}
            error={faulty === `${name}.value` ? t("settings.referrals.percentFault") : null}
          />
        )}
        {currency && (
          <MoneyField
            name={`${name}.minimum`}
            label={t("settings.referrals.minimum")}
            currency={currency}
            value={of.minimum}
            onAmount={(minimum) => onChange({ ...of, minimum: minimum ?? 0 })}
            error={faulty === `${name}.minimum` ? t("form.amountBad") : null}
          />
        )}
      </div>
    </div>
  );
}
