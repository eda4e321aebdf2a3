import { useSyncExternalStore } from "react";
import { type Cart, parseCart } from "./cart";

const PLACE = "holdfast.cart";

let cart: Cart = load();
const listeners = new Set<() => void>();

function load(): Cart {
  try {
    return parseCart(localStorage.getItem(PLACE));
  } catch {
    return [];
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("storage", (event) => {
  if (event.key !== PLACE && event.key !== null) return;
  cart = load();
  tell();
});

export function readCart(): Cart {
  return cart;
}

/** Every change of the cart goes through here: kept, and told to this tab and the others. */
export function changeCart(change: (cart: Cart) => Cart): void {
  cart = change(cart);
  try {
    localStorage.setItem(PLACE, JSON.stringify(cart));
  } catch {
    // A full or closed storage costs the cart its next visit, not this one.
  }
  tell();
}

export function useCart(): Cart {
  return useSyncExternalStore(subscribe, readCart);
}
