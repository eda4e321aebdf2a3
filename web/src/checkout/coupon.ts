import { useSyncExternalStore } from "react";

/** The coupon the visitor wants to use for the cart, for this visit. */
const PLACE = "holdfast.coupon";
const listeners = new Set<() => void>();
let chosen: string | null = load();

function load(): string | null {
  try {
    return sessionStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

export function readCoupon(): string | null {
  return chosen;
}

export function chooseCoupon(couponId: string | null): void {
  chosen = couponId;
  try {
    if (couponId) sessionStorage.setItem(PLACE, couponId);
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

export function useChosenCoupon(): string | null {
  return useSyncExternalStore(subscribe, readCoupon);
}
