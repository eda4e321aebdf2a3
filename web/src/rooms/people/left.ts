import type { LeftShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What somebody can still use, as it is read: whose it is of, and how much. */
export function useLeft(): (left: LeftShown) => string {
  const { t, formats } = useLanguage();
  return ({ kind, name, unit, left }) => {
    const much = unit === "minute" ? t("word.minutes", { count: left }) : formats.price(left, unit);
    return `${name || t(`closing.kind.${kind}`)}: ${much}`;
  };
}
