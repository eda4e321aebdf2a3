import { useEffect, useSyncExternalStore } from "react";

/** Keys of a page's own, for the list that `?` opens: what is pressed, and what it does. */
export type ToldKeys = readonly (readonly [key: string, does: string])[];

let told: readonly ToldKeys[] = [];
const listeners = new Set<() => void>();

function set(next: readonly ToldKeys[]): void {
  told = next;
  for (const listener of listeners) listener();
}

/** Puts keys into the list for as long as what listens to them is there. */
export function useToldKeys(keys: ToldKeys): void {
  const words = JSON.stringify(keys);
  useEffect(() => {
    const mine: ToldKeys = JSON.parse(words);
    if (mine.length === 0) return;
    set([...told, mine]);
    return () => set(told.filter((one) => one !== mine));
  }, [words]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const read = () => told;

/** Those of the page that is open. */
export function useKeysOfPage(): ToldKeys {
  return useSyncExternalStore(subscribe, read).flat();
}
