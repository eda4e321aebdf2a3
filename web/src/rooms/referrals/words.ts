import { useCallback } from "react";
import type { AdvantageBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What somebody gets, as a part of a sentence: "10%", "€10". */
export function useOff(): (of: AdvantageBody) => string {
  const { formats } = useLanguage();
  return useCallback(
    ({ rule, value, currency }) =>
      rule === "percent" ? `${value}%` : formats.price(value, currency ?? "PTS"),
    [formats],
  );
}

/** On which orders: "on orders from €30"; nothing, where on all. */
export function useFrom(): (of: AdvantageBody) => string | null {
  const { t, formats } = useLanguage();
  return useCallback(
    ({ minimum, currency }) =>
      minimum > 0
        ? t("referrals.from", { price: formats.price(minimum, currency ?? "PTS") })
        : null,
    [t, formats],
  );
}
