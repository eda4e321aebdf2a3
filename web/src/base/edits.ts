import { useState } from "react";

/** What was sent is replaced by what stands there then; what was typed meanwhile stays. */
export function ifStill<T>(sent: T, then: T): (now: T) => T {
  return (now) => (now === sent ? then : now);
}

export interface Edit<T> {
  /** Null: as it is saved. */
  value: T | null;
  set: (next: (now: T | null) => T | null) => void;
}

/** What was typed and is not saved yet, by what it is of: it stays while another is looked at. */
export function useEdits<T>(): (name: string) => Edit<T> {
  const [edits, setEdits] = useState<Record<string, T | null>>({});
  return (name) => ({
    value: edits[name] ?? null,
    set: (next) => setEdits((now) => ({ ...now, [name]: next(now[name] ?? null) })),
  });
}
