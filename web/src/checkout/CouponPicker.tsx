import { useTranslation } from "react-i18next";
import type { CouponTrouble } from "../api/problem";
import type { Coupon } from "../api/types";
import type { Cart } from "../cart/cart";
import { Select } from "../components/Field";
import { type Preview, preview } from "../coupons/discount";
import { useMyCoupons } from "../coupons/queries";
import { useValueWords } from "../coupons/words";
import { useFormats } from "../i18n/format";
import { chooseCoupon, useChosenCoupon } from "./coupon";
import { useHold } from "./hold";

export interface ChosenCoupon {
  coupon: Coupon;
  preview: Preview;
}

/** The visitor's coupons that can be used now; one held for our own open order is among them. */
function useUsableCoupons(): Coupon[] {
  const { coupons } = useMyCoupons();
  const held = useHold()?.couponId;
  return coupons.filter((coupon) => coupon.state === "usable" || coupon.id === held);
}

/** The chosen coupon and what it does for this cart. */
export function useChosenFor(cart: Cart, currency: string): ChosenCoupon | null {
  const chosen = useChosenCoupon();
  const coupon = useUsableCoupons().find((each) => each.id === chosen);
  return coupon ? { coupon, preview: preview(coupon.campaign, cart, currency) } : null;
}

/** Choose one of one's coupons; without any there is nothing to see. */
export function CouponPicker({ cart, currency }: { cart: Cart; currency: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const value = useValueWords();
  const coupons = useUsableCoupons();
  const chosen = useChosenFor(cart, currency);
  const trouble = useTroubleWords(currency);
  if (coupons.length === 0) return null;
  const found = chosen?.preview;
  return (
    <Select
      label={t("checkout.coupon.choose")}
      value={chosen?.coupon.id ?? ""}
      onChange={(event) => chooseCoupon(event.target.value || null)}
      error={found && "reason" in found ? trouble(found) : null}
      hint={
        chosen && found && "off" in found
          ? t("checkout.coupon.until", { day: formats.day(chosen.coupon.expiresAt) })
          : null
      }
    >
      <option value="">{t("checkout.coupon.none")}</option>
      {coupons.map(({ id, campaign }) => (
        <option key={id} value={id}>
          {`${campaign.name}: ${value(campaign)}`}
        </option>
      ))}
    </Select>
  );
}

/** Why a coupon cannot be used, in a sentence. */
export function useTroubleWords(currency: string) {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ reason, missing }: Pick<CouponTrouble, "reason" | "missing">): string =>
    t(`checkout.coupon.trouble.${reason}`, { price: formats.price(missing ?? 0, currency) });
}
