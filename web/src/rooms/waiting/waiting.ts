import { useEffect } from "react";
import { get, put, remove } from "../../base/api/client";
import { Kept } from "../../base/kept";
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

const awaited = new Kept<State>("holdfast.waiting", {
  storage: () => sessionStorage,
  parse: (text) => {
    const value: unknown = JSON.parse(text ?? "[]");
    return { wishes: Array.isArray(value) ? (value as Wish[]) : [], kept: false };
  },
  text: ({ kept, wishes }) => JSON.stringify(kept ? [] : wishes),
});

export const useWishes = awaited.use;

export function waitFor(wish: Wish): void {
  const state = awaited.read();
  const others = state.wishes.filter((each) => each.variantId !== wish.variantId);
  awaited.write({ ...state, wishes: [...others, wish] });
  // What cannot be kept now is waited for in this tab all the same.
  if (state.kept) void keep(wish).catch(() => undefined);
}

export function stopWaiting(variantId: string): void {
  const state = awaited.read();
  awaited.write({ ...state, wishes: state.wishes.filter((each) => each.variantId !== variantId) });
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
      if (awaited.read().kept) awaited.write({ wishes: [], kept: false });
      return;
    }
    const over = new AbortController();
    const meet = async () => {
      const { waiting } = await get<Awaited>("/waiting", {}, over.signal);
      const state = awaited.read();
      const here = state.kept ? [] : state.wishes;
      awaited.write({ wishes: joined(here, waiting), kept: true });
      await Promise.allSettled(here.map(keep));
    };
    void meet().catch(() => undefined);
    return () => over.abort();
  }, [user]);
}
