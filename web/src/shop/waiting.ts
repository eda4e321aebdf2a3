import { useSyncExternalStore } from "react";

/** A variant the visitor wants to hear of as soon as one is free. */
export interface Wish {
  productId: string;
  variantId: string;
  handle: string;
  name: string;
}

const PLACE = "holdfast.waiting";
const listeners = new Set<() => void>();
let wishes: readonly Wish[] = load();

function load(): Wish[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(value) ? (value as Wish[]) : [];
  } catch {
    return [];
  }
}

function set(next: readonly Wish[]): void {
  wishes = next;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(next));
  } catch {
    // Then the wish lasts as long as the tab.
  }
  for (const listener of listeners) listener();
}

export function waitFor(wish: Wish): void {
  set([...wishes.filter((each) => each.variantId !== wish.variantId), wish]);
}

export function stopWaiting(variantId: string): void {
  set(wishes.filter((each) => each.variantId !== variantId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWishes(): readonly Wish[] {
  return useSyncExternalStore(subscribe, () => wishes);
}
