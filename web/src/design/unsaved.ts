import { createContext, useCallback, useContext, useEffect, useId, useRef, useState } from "react";

/** What is known of what is typed and not saved, beyond that it is. */
export interface Unsaved {
  /** The page holds what was typed while only what stands behind the question mark changes. */
  acrossQuery?: boolean;
  /** Kept elsewhere, to go on with it later. */
  keep?: { label: string; act: () => Promise<void> };
  /** What is thrown away besides what is typed. */
  discard?: () => Promise<void>;
}

type Latest = { current: Unsaved };

interface Place {
  /** Whoever leaves this place is asked. */
  asks: boolean;
  report: (form: string, unsaved: Latest | null) => void;
}

/** The page or the dialog a form stands in, and what of it is not saved. */
export const Place = createContext<Place>({ asks: false, report: () => undefined });

interface At {
  pathname: string;
  search: unknown;
}

/** Whether these forms, which are not saved, would be left on the way: another page leaves them all, the
 * same page asked for otherwise leaves those that it does not hold. Another place on it leaves none. */
export function leaves(current: At, next: At, forms: readonly Unsaved[]): boolean {
  if (current.pathname !== next.pathname) return forms.length > 0;
  if (JSON.stringify(current.search) === JSON.stringify(next.search)) return false;
  return forms.some(({ acrossQuery }) => !acrossQuery);
}

/** Something is typed in this form that is not saved: its page is not left without a question. A `Form`
 * says it by itself; this is for what is typed without one. */
export function useNotSaved(unsaved: boolean, more: Unsaved = {}): void {
  const { report } = useContext(Place);
  const form = useId();
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!unsaved) return;
    report(form, latest);
    return () => report(form, null);
  }, [report, form, unsaved]);
}

/** A place that knows which of its forms are not saved. One within another tells that one too. */
export function usePlace(asks: boolean, outer?: Place) {
  const forms = useRef(new Map<string, Latest>());
  const [unsaved, setUnsaved] = useState(false);
  const above = outer?.report;
  const report = useCallback<Place["report"]>(
    (form, latest) => {
      if (latest) forms.current.set(form, latest);
      else forms.current.delete(form);
      setUnsaved(forms.current.size > 0);
      above?.(form, latest);
    },
    [above],
  );
  return { asks, report, unsaved, forms };
}
