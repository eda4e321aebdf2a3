import type { AttributeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** An attribute's value as one reads it. */
export function useFact(): (one: AttributeBody) => string {
  const { t, formats } = useLanguage();
  return ({ value, unit }) => {
    if (typeof value === "boolean") return t(value ? "word.yes" : "word.no");
    if (unit) return formats.measure(value, unit);
    return typeof value === "number" ? formats.number(value) : value;
  };
}
