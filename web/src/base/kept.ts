import { useState } from "react";

/** A choice that survives a reload of the page, for this visit. */
export function useKept<T extends string>(place: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      return (sessionStorage.getItem(place) as T | null) ?? first;
    } catch {
      return first;
    }
  });
  const keep = (next: T) => {
    setValue(next);
    try {
      sessionStorage.setItem(place, next);
    } catch {
      // Then it lasts until the page is left.
    }
  };
  return [value, keep];
}
