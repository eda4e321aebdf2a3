import { useCallback } from "react";
import type { CampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

type Terms = Pick<CampaignBody, "rule" | "value" | "cap" | "minimum" | "currency" | "scope"> & {
  /** Of a promotion, which may be for these categories, or these sellers' goods. */
  categories?: string[] | null;
  sellers?: string[] | null;
};

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

/** For which goods it is, as it is said in short. */
export function goodsOf({
  rule,
  scope,
  categories,
  sellers,
}: Pick<Terms, "rule" | "scope" | "categories" | "sellers">) {
  if (rule === "set-percent" || rule === "set-fixed") return "coupons.forSet";
  return scope || categories || sellers ? "coupons.forSelected" : "coupons.forAll";
}

/** Under which terms, in a line: "At most 500 ₽ off, on orders from 2,000 ₽, for selected products". */
export function useTermWords(): (terms: Terms) => string {
  const { t, formats } = useLanguage();
  return useCallback(
    ({ rule, cap, minimum, currency, scope, categories, sellers }) => {
      const unit = currency ?? "PTS";
      const words = [
        cap !== null && t("coupons.upTo", { price: formats.price(cap, unit) }),
        minimum > 0 && t("coupons.from", { price: formats.price(minimum, unit) }),
        t(goodsOf({ rule, scope, categories, sellers })),
        currency === "PTS" && t("coupons.inPoints"),
      ];
      const line = words.filter(Boolean).join(", ");
      return line.charAt(0).toLocaleUpperCase() + line.slice(1);
    },
    [t, formats],
  );
}
