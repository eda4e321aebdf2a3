import { useCallback } from "react";
import type { CampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

type Terms = Pick<CampaignBody, "rule" | "value" | "cap" | "minimum" | "currency" | "scope">;

/** What a coupon gives, for its stub: "−10%", "−300 ₽". */
export function useValueWords(): (terms: Terms) => string {
  const { t, formats } = useLanguage();
  return useCallback(
    ({ rule, value, currency }) =>
      rule === "percent" || rule === "set-percent"
        ? `\u2212${value}%`
        : rule === "fixed" || rule === "set-fixed"
          ? formats.priceChange(-value, currency ?? "PTS")
          : rule === "nth-free"
            ? t("coupons.nthFree", { units: formats.number(value) })
            : t("coupons.freeShipping"),
    [t, formats],
  );
}

/** Under which terms, in a line: "At most 500 ₽ off, on orders from 2,000 ₽, for selected products". */
export function useTermWords(): (terms: Terms) => string {
  const { t, formats } = useLanguage();
  return useCallback(
    ({ rule, cap, minimum, currency, scope }) => {
      const unit = currency ?? "PTS";
      const words = [
        cap !== null && t("coupons.upTo", { price: formats.price(cap, unit) }),
        minimum > 0 && t("coupons.from", { price: formats.price(minimum, unit) }),
        t(
          rule === "set-percent" || rule === "set-fixed"
            ? "coupons.forSet"
            : scope
              ? "coupons.forSelected"
              : "coupons.forAll",
        ),
        currency === "PTS" && t("coupons.inPoints"),
      ];
      const line = words.filter(Boolean).join(", ");
      return line.charAt(0).toLocaleUpperCase() + line.slice(1);
    },
    [t, formats],
  );
}
