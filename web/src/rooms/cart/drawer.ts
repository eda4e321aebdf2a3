import { useSyncExternalStore } from "react";

let open = false;
const listeners = new Set<() => void>();

/** Shows the cart beside the page, or no longer. */
export function showCart(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCartShown(): boolean {
  return useSyncExternalStore(subscribe, () => open);
}
