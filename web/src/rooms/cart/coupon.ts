import { Kept } from "../../base/kept";
import { onOtherVisitor } from "../../base/session";

/** What the visitor decided about a coupon, for this visit: one of them, or none. Who decided
 * nothing gets the best. */
export type CouponWish = string | "none" | null;

const wish = new Kept<CouponWish>("holdfast.coupon", {
  storage: () => sessionStorage,
  parse: (text) => text,
  text: (next) => next || null,
});

export const readCouponWish = wish.read;
export const wishCoupon = wish.write;
export const useCouponWish = wish.use;

onOtherVisitor(() => wishCoupon(null));
