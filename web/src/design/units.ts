import { useLanguage } from "../base/i18n/format";
import { NO_LIMIT } from "./SupplyBar";

/** How many there are, as staff read it; in words where there is no limit. */
export function useUnits(): (count: number) => string {
  const { t, formats } = useLanguage();
  return (count) => (count >= NO_LIMIT ? t("supply.noLimit") : formats.number(count));
}
