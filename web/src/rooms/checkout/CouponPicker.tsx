import type { CouponTrouble } from "../../base/api/problem";
import type { QuoteAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { useValueWords } from "../promotions/words";

interface Props {
  quote: QuoteAnswer | undefined;
  couponId: string | null;
  onChoose: (couponId: string | null) => void;
  disabled?: boolean;
}

/** Choose one of one's coupons, each with what it saves; without any there is nothing to see. */
export function CouponPicker({ quote, couponId, onChoose, disabled }: Props) {
  const { t, formats } = useLanguage();
  const value = useValueWords();
  const trouble = useTroubleWords(quote?.currency ?? "");
  if (!quote || quote.coupons.length === 0) return null;
  const chosen = quote.coupons.find(({ coupon }) => coupon.id === couponId);
  const words = (saving: number) => formats.price(saving, quote.currency);
  const nameOf = (id: string) => {
    const each = quote.coupons.find(({ coupon }) => coupon.id === id);
    if (!each) return "";
    const { campaign } = each.coupon;
    return `${campaign.name}: ${each.saving > 0 ? `\u2212${words(each.saving)}` : value(campaign)}`;
  };
  return (
    <Select
      label={t("checkout.coupon.choose")}
      value={couponId}
      none={t("checkout.coupon.none")}
      items={quote.coupons.map(({ coupon }) => coupon.id)}
      nameOf={nameOf}
      disabled={disabled}
      onChoose={(id) => onChoose(id ?? null)}
      error={chosen?.trouble ? trouble(chosen.trouble) : null}
      hint={
        chosen && !chosen.trouble
          ? [
              t(chosen.coupon.id === quote.bestCouponId ? "buying.best" : "buying.saving", {
                price: words(chosen.saving),
              }),
              t("checkout.coupon.until", { day: formats.day(chosen.coupon.expiresAt) }),
            ].join(" · ")
          : null
      }
    />
  );
}

/** Why a coupon cannot be used, in a sentence. */
export function useTroubleWords(currency: string) {
  const { t, formats } = useLanguage();
  return ({ reason, missing }: Pick<CouponTrouble, "reason" | "missing">): string =>
    t(`checkout.coupon.trouble.${reason}`, { price: formats.price(missing ?? 0, currency) });
}
