import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { MoneyField } from "./MoneyField";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const DAYS = ["payoutDays", "payoutHoldDays"] as const;

/** When sellers are paid what they earned. */
export function PayoutSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  return (
    <SettingsSection
      id="payouts"
      title={t("settings.payouts")}
      text={t("settings.payoutsText")}
      form={form}
    >
      {DAYS.map((name) => (
        <NumberField
          key={name}
          name={name}
          label={t(`settings.field.${name}`)}
          hint={t(`settings.field.${name}Hint`)}
          value={values[name]}
          onNumber={(days) => set(name, days)}
          error={faulty === name ? t("selling.fault.completeAfterDays") : null}
        />
      ))}
      {values.currency && (
        <MoneyField
          key={values.currency}
          name="payoutMinimum"
          label={t("settings.field.payoutMinimum")}
          hint={t("settings.field.payoutMinimumHint")}
          currency={values.currency}
          value={values.payoutMinimum}
          error={faulty === "payoutMinimum" ? t("form.amountBad") : null}
          onAmount={(value) => set("payoutMinimum", value ?? 0)}
        />
      )}
    </SettingsSection>
  );
}
