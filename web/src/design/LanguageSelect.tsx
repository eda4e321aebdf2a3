import { LOCALE_NAMES, type Locale, shopLocales } from "../base/i18n/setup";
import { Select } from "./Field";

interface Props {
  label: string;
  value: Locale;
  disabled?: boolean;
  onChoose: (locale: Locale) => void;
}

/** One of the shop's languages; nothing where there is no other. */
export function LanguageSelect({ label, value, disabled, onChoose }: Props) {
  const items = [...new Set([value, ...shopLocales()])];
  if (items.length === 1) return null;
  return (
    <Select
      label={label}
      value={value}
      items={items.sort()}
      nameOf={(locale) => LOCALE_NAMES[locale]}
      disabled={disabled}
      onChoose={(locale) => locale && onChoose(locale)}
      className="w-full max-w-60 text-left"
    />
  );
}
