import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { MoneyField } from "./MoneyField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** Whether customers see a wallet in the menu, and what a point pays. */
export function WalletSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection
      id="wallet"
      title={t("wallet.title")}
      text={t("settings.wallet.text")}
      form={form}
    >
      <Check
        name="wallets"
        label={t("settings.field.wallets")}
        checked={form.values.wallets}
        onChange={(event) => form.set("wallets", event.target.checked)}
      />
      {form.values.currency && (
        <MoneyField
          key={form.values.currency}
          name="pointWorth"
          label={t("settings.field.pointWorth")}
          hint={t("settings.field.pointWorthHint")}
          currency={form.values.currency}
          value={form.values.pointWorth}
          error={form.faulty === "pointWorth" ? t("form.amountBad") : null}
          onAmount={(value) => form.set("pointWorth", value ?? 0)}
        />
      )}
    </SettingsSection>
  );
}
