import { useEffect, useSyncExternalStore } from "react";
import { get, put, remove } from "../../base/api/client";
import { useSession } from "../../base/session";

/** A variant the visitor wants to hear of as soon as one is free. */
export interface Wish {
  productId: string;
  variantId: string;
  handle: string;
  name: string;
  /** It was waited for before this visit. */
  before?: boolean;
}

interface Awaited {
  waiting: Omit<Wish, "before">[];
}

interface State {
  wishes: readonly Wish[];
  /** The server keeps them: they survive the tab. */
  kept: boolean;
}

const PLACE = "holdfast.waiting";
const listeners = new Set<() => void>();
let state: State = { wishes: load(), kept: false };

function load(): Wish[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(value) ? (value as Wish[]) : [];
  } catch {
    return [];
  }
}

function set(next: State): void {
  state = next;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(next.kept ? [] : next.wishes));
  } catch {
    // Then the wish lasts as long as the tab.
  }
  for (const listener of listeners) listener();
}

export function waitFor(wish: Wish): void {
  const others = state.wishes.filter((each) => each.variantId !== wish.variantId);
  set({ ...state, wishes: [...others, wish] });
  // What cannot be kept now is waited for in this tab all the same.
  if (state.kept) void keep(wish).catch(() => undefined);
}

export function stopWaiting(variantId: string): void {
  set({ ...state, wishes: state.wishes.filter((each) => each.variantId !== variantId) });
  if (state.kept) void remove(`/waiting/${variantId}`).catch(() => undefined);
}

function keep({ variantId, productId }: Wish): Promise<unknown> {
  return put(`/waiting/${variantId}`, { productId });
}

/** What the server keeps for this visitor, and what this tab waited for before the login. */
export function joined(here: readonly Wish[], there: readonly Wish[]): Wish[] {
  const known = new Set(there.map((each) => each.variantId));
  return [
    ...there.map((each) => ({ ...each, before: true })),
    ...here.filter((each) => !known.has(each.variantId)),
  ];
}

/** Who is logged in waits on the server: what this tab waited for goes there, and what was waited
 * for elsewhere comes here. */
export function useKeptWishes(): void {
  const user = useSession()?.user?.id;
  useEffect(() => {
    if (!user) {
      if (state.kept) set({ wishes: [], kept: false });
      return;
    }
    const over = new AbortController();
    const meet = async () => {
      const { waiting } = await get<Awaited>("/waiting", {}, over.signal);
      const here = state.kept ? [] : state.wishes;
      set({ wishes: joined(here, waiting), kept: true });
      await Promise.allSettled(here.map(keep));
    };
    void meet().catch(() => undefined);
    return () => over.abort();
  }, [user]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWishes(): State {
  return useSyncExternalStore(subscribe, () => state);
}
