import { useEffect } from "react";
import { get, put, remove } from "../../base/api/client";
import { Kept } from "../../base/kept";
import { useSession } from "../../base/session";

/** A variant the visitor wants to hear of as soon as one is free. */
export interface AwaitedVariant {
  productId: string;
  variantId: string;
  handle: string;
  name: string;
  /** It was waited for before this visit. */
  before?: boolean;
}

interface Answer {
  waiting: Omit<AwaitedVariant, "before">[];
}

interface State {
  awaited: readonly AwaitedVariant[];
  /** The server keeps them: they survive the tab. */
  kept: boolean;
}

const awaited = new Kept<State>("holdfast.waiting", {
  storage: () => sessionStorage,
  parse: (text) => {
    const value: unknown = JSON.parse(text ?? "[]");
    return { awaited: Array.isArray(value) ? (value as AwaitedVariant[]) : [], kept: false };
  },
  text: ({ kept, awaited }) => JSON.stringify(kept ? [] : awaited),
});

export const useAwaited = awaited.use;

export function waitFor(one: AwaitedVariant): void {
  const state = awaited.read();
  const others = state.awaited.filter((each) => each.variantId !== one.variantId);
  awaited.write({ ...state, awaited: [...others, one] });
  // What cannot be kept now is waited for in this tab all the same.
  if (state.kept) void keep(one).catch(() => undefined);
}

export function stopWaiting(variantId: string): void {
  const state = awaited.read();
  awaited.write({
    ...state,
    awaited: state.awaited.filter((each) => each.variantId !== variantId),
  });
  if (state.kept) void remove(`/waiting/${variantId}`).catch(() => undefined);
}

function keep({ variantId, productId }: AwaitedVariant): Promise<unknown> {
  return put(`/waiting/${variantId}`, { productId });
}

/** What the server keeps for this visitor, and what this tab waited for before the login. */
export function joined(
  here: readonly AwaitedVariant[],
  there: readonly AwaitedVariant[],
): AwaitedVariant[] {
  const known = new Set(there.map((each) => each.variantId));
  return [
    ...there.map((each) => ({ ...each, before: true })),
    ...here.filter((each) => !known.has(each.variantId)),
  ];
}

/** Who is logged in waits on the server: what this tab waited for goes there, and what was waited
 * for elsewhere comes here. */
export function useKeptAwaited(): void {
  const user = useSession()?.user?.id;
  useEffect(() => {
    if (!user) {
      if (awaited.read().kept) awaited.write({ awaited: [], kept: false });
      return;
    }
    const over = new AbortController();
    const meet = async () => {
      const { waiting } = await get<Answer>("/waiting", {}, over.signal);
      const state = awaited.read();
      const here = state.kept ? [] : state.awaited;
      awaited.write({ awaited: joined(here, waiting), kept: true });
      await Promise.allSettled(here.map(keep));
    };
    void meet().catch(() => undefined);
    return () => over.abort();
  }, [user]);
}
