import { useLanguage } from "../../base/i18n/format";

/** So many minutes as people say them, or so much money. */
export function useUnits(): (kind: string, units: number, currency: string) => string {
  const { t, formats } = useLanguage();
  return (kind, units, currency) => {
    if (kind !== "hours") return formats.price(units, currency);
    const hours = Math.floor(units / 60);
    const minutes = units % 60;
    if (minutes === 0) return t("packages.hours", { count: hours });
    if (hours === 0) return t("packages.minutes", { count: minutes });
    return `${t("packages.hours", { count: hours })} ${t("packages.minutes", { count: minutes })}`;
  };
}
