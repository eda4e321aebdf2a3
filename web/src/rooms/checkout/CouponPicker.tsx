import type { CouponTrouble } from "../../base/api/problem";
import type { Quote } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { useValueWords } from "../promotions/words";

interface Props {
  quote: Quote | undefined;
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
  return (
    <Select
      label={t("checkout.coupon.choose")}
      value={couponId ?? ""}
      disabled={disabled}
      onChange={(event) => onChoose(event.target.value || null)}
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
    >
      <option value="">{t("checkout.coupon.none")}</option>
      {quote.coupons.map(({ coupon: { id, campaign }, saving }) => (
        <option key={id} value={id}>
          {`${campaign.name}: ${saving > 0 ? `\u2212${words(saving)}` : value(campaign)}`}
        </option>
      ))}
    </Select>
  );
}

/** Why a coupon cannot be used, in a sentence. */
export function useTroubleWords(currency: string) {
  const { t, formats } = useLanguage();
  return ({ reason, missing }: Pick<CouponTrouble, "reason" | "missing">): string =>
    t(`checkout.coupon.trouble.${reason}`, { price: formats.price(missing ?? 0, currency) });
}
