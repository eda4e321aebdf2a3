import { useState, useSyncExternalStore } from "react";

interface Keeping<T> {
  /** For good, or for this visit. */
  storage: () => Storage;
  parse: (text: string | null) => T;
  text: (value: T) => string | null;
  /** What another tab writes is read here, too. */
  shared?: boolean;
}

/** A value that survives a reload of the page; without storage it lasts until the page is left. */
export class Kept<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly place: string,
    private readonly how: Keeping<T>,
  ) {
    this.value = this.load();
    if (!how.shared) return;
    // Outside a browser there are no other tabs.
    globalThis.addEventListener?.("storage", ({ key }) => {
      if (key === place || key === null) this.tell(this.load());
    });
  }

  readonly read = (): T => this.value;

  /** The same, though nobody has told this tab yet what another wrote. */
  readonly readAnew = (): T => {
    try {
      if (this.how.storage().getItem(this.place) !== null) this.tell(this.load());
    } catch {
      // Without storage there is what this tab knows.
    }
    return this.value;
  };

  readonly use = (): T => useSyncExternalStore(this.subscribe, this.read);

  readonly write = (value: T): void => {
    try {
      const text = this.how.text(value);
      if (text === null) this.how.storage().removeItem(this.place);
      else this.how.storage().setItem(this.place, text);
    } catch {
      // A full or closed storage costs the next visit, not this one.
    }
    this.tell(value);
  };

  private load(): T {
    try {
      return this.how.parse(this.how.storage().getItem(this.place));
    } catch {
      return this.how.parse(null);
    }
  }

  private tell(value: T): void {
    this.value = value;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

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
