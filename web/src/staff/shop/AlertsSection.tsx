import type { SettingsBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const ALERTS = [
  "stuck-job",
  "stuck-delivery",
  "stuck-mail",
  "jobs-late",
  "provider-away",
  "key-refused",
  "backup-late",
  "disk-full",
  "refund-failed",
  "payout-refused",
  "dispute-due",
  "receipt-refused",
  "money-ending",
  "calendar-refused",
] as const satisfies SettingsBody["alertsOff"];

/** What of the shop's own troubles staff are told of. */
export function AlertsSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const off = form.values.alertsOff;
  const toggle = (alert: (typeof ALERTS)[number]) =>
    form.set(
      "alertsOff",
      ALERTS.filter((one) => (one === alert) !== off.includes(one)),
    );
  return (
    <SettingsSection
      id="alerts"
      title={t("settings.alerts.title")}
      text={t("settings.alerts.text")}
      form={form}
    >
      <fieldset>
        <legend className="mb-1 text-13 font-medium text-ink-soft">
          {t("settings.alerts.which")}
        </legend>
        <div className="flex flex-col items-start">
          {ALERTS.map((alert) => (
            <Check
              key={alert}
              name={`alert-${alert}`}
              label={t(`settings.alerts.${alert}`)}
              checked={!off.includes(alert)}
              onChange={() => toggle(alert)}
            />
          ))}
        </div>
      </fieldset>
    </SettingsSection>
  );
}
