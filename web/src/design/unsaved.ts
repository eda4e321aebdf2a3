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
