import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { TextArea } from "../../design/Field";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** Who stands on invoices; without it none are issued. */
export function InvoicesSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection id="invoices" title={t("settings.invoices.title")} form={form}>
      <TextArea
        name="invoiceIssuer"
        label={t("settings.invoices.issuer")}
        hint={t("settings.invoices.issuerHint")}
        rows={4}
        maxLength={500}
        value={form.values.invoiceIssuer}
        onChange={(event) => form.set("invoiceIssuer", event.target.value)}
        error={form.faulty === "invoiceIssuer" ? t("settings.invoices.fault") : null}
      />
    </SettingsSection>
  );
}
