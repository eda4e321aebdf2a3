import { useSyncExternalStore } from "react";

/**
 * The user id typed into the header of a demo shop, which believes it without a password. It is
 * sent with every request as `X-User-Id`; other shops ignore it.
 */
const PLACE = "holdfast.userId";
const WELL_FORMED = /^[!-~]{1,64}$/;
const listeners = new Set<() => void>();
let typed = load();

function load(): string | null {
  try {
    const kept = localStorage.getItem(PLACE);
    return kept && isUserId(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function isUserId(text: string): boolean {
  return WELL_FORMED.test(text);
}

export function typedUser(): string | null {
  return typed;
}

export function setTypedUser(userId: string | null): void {
  typed = userId;
  try {
    if (userId) localStorage.setItem(PLACE, userId);
    else localStorage.removeItem(PLACE);
  } catch {
    // Without storage the id lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTypedUser(): string | null {
  return useSyncExternalStore(subscribe, typedUser);
}
