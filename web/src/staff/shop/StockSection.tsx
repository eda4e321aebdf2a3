import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** From how many on hand staff are told that a variant runs low. */
export function StockSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection
      id="stock"
      title={t("settings.lowStock.title")}
      text={t("settings.lowStock.text")}
      form={form}
    >
      <NumberField
        name="lowStockAt"
        label={t("settings.lowStock.at")}
        hint={t("settings.lowStock.atHint")}
        value={form.values.lowStockAt}
        onNumber={(units) => form.set("lowStockAt", units)}
        onNone={() => form.set("lowStockAt", null)}
        error={form.faulty === "lowStockAt" ? t("settings.lowStock.fault") : null}
      />
    </SettingsSection>
  );
}
