import { useSyncExternalStore } from "react";
import { onOtherVisitor } from "../../base/session";

/** What the visitor decided about a coupon, for this visit: one of them, or none. Who decided
 * nothing gets the best. */
export type CouponWish = string | "none" | null;

const PLACE = "holdfast.coupon";
const listeners = new Set<() => void>();
let wish: CouponWish = load();

function load(): CouponWish {
  try {
    return sessionStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

onOtherVisitor(() => wishCoupon(null));

export function readCouponWish(): CouponWish {
  return wish;
}

export function wishCoupon(next: CouponWish): void {
  wish = next;
  try {
    if (next) sessionStorage.setItem(PLACE, next);
    else sessionStorage.removeItem(PLACE);
  } catch {
    // Then the choice lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCouponWish(): CouponWish {
  return useSyncExternalStore(subscribe, readCouponWish);
}
