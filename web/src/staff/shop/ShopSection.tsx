import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select } from "../../design/Field";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** What the shop is called, and the currency of its prices. */
export function ShopSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  return (
    <SettingsSection id="shop" title={t("settings.shop.title")} form={form}>
      <Field
        name="name"
        label={t("settings.field.name")}
        hint={t("settings.hint.name")}
        value={values.name}
        maxLength={60}
        autoComplete="organization"
        onChange={(event) => set("name", event.target.value)}
        error={faulty === "name" ? t("settings.fault.name") : null}
      />
      <CurrencySelect
        shown={shown}
        value={values.currency}
        onChange={(currency) => set("currency", currency)}
        error={faulty === "currency" ? t("settings.fault.currency") : null}
      />
    </SettingsSection>
  );
}

interface CurrencyProps {
  shown: SettingsShown;
  value: string | null;
  onChange: (currency: string) => void;
  error: string | null;
}

/** Once products have prices, only the currency that all of them have can be chosen. */
function CurrencySelect({ shown, value, onChange, error }: CurrencyProps) {
  const { t, formats } = useLanguage();
  const { pricedIn, currencies, settings } = shown;
  const common = pricedIn.length === 1 ? pricedIn.map((each) => each.currency) : [];
  const choices =
    pricedIn.length === 0
      ? currencies
      : [...new Set([...(settings.currency ? [settings.currency] : []), ...common])];
  const nameOf = (code: string) => `${formats.currencyName(code)} (${code})`;
  const named = choices.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), formats.locale));
  const priced = pricedIn.map((each) =>
    t("settings.priced", { count: each.products, currency: each.currency }),
  );
  return (
    <Select
      name="currency"
      label={t("wallet.currency")}
      hint={priced.length > 0 ? priced.join(" ") : t("settings.hint.currency")}
      value={value}
      none={value === null ? t("settings.chooseCurrency") : undefined}
      items={named}
      nameOf={nameOf}
      disabled={choices.length === 1 && choices[0] === settings.currency}
      onChoose={(currency) => currency && onChange(currency)}
      error={error}
    />
  );
}
