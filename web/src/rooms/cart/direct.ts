import { useSyncExternalStore } from "react";
import { type Cart, parseCart } from "./cart";

/** What "Buy now" was pressed beside: a purchase of its own, which leaves the cart alone. */
const PLACE = "holdfast.direct";
const listeners = new Set<() => void>();
let lines: Cart = load();

function load(): Cart {
  try {
    return parseCart(sessionStorage.getItem(PLACE));
  } catch {
    return [];
  }
}

export function readDirect(): Cart {
  return lines;
}

export function buyDirectly(next: Cart): void {
  lines = next;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(next));
  } catch {
    // Then a reload in the middle of it leads to an empty page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDirect(): Cart {
  return useSyncExternalStore(subscribe, readDirect);
}
