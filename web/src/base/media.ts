import { useCallback, useSyncExternalStore } from "react";

/** Whether what CSS would ask of the screen, or of the paper, is so. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const found = window.matchMedia(query);
      found.addEventListener("change", changed);
      return () => found.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
