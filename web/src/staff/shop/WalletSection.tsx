import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** Whether customers see a wallet in the menu. */
export function WalletSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection title={t("wallet.title")} text={t("settings.wallet.text")} form={form}>
      <Check
        name="wallets"
        label={t("settings.field.wallets")}
        checked={form.values.wallets}
        onChange={(event) => form.set("wallets", event.target.checked)}
      />
    </SettingsSection>
  );
}
