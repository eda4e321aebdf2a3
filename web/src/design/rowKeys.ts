import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName))
  );
}

/** Whether a dialog or menu is open: then the keys are its own. */
export function covered(): boolean {
  return document.querySelector('[role="dialog"],[role="menu"]') !== null;
}

/** `j` and `k` move through the rows of a table, Enter acts on one; the focus shows where. */
export function useRowKeys(
  table: RefObject<HTMLElement | null>,
  count: number,
  onOpen?: (row: number) => void,
) {
  const [row, setRow] = useState(0);
  const last = Math.max(0, count - 1);
  const current = Math.min(row, last);
  const open = useRef(onOpen);
  open.current = onOpen;

  const move = useCallback(
    (to: number) => {
      setRow(to);
      const rows = table.current?.querySelectorAll<HTMLElement>("tbody tr[data-row]");
      rows?.[to]?.focus();
    },
    [table],
  );

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered())
        return;
      const inTable = table.current?.contains(document.activeElement) ?? false;
      const step =
        event.key === "j" || (inTable && event.key === "ArrowDown")
          ? 1
          : event.key === "k" || (inTable && event.key === "ArrowUp")
            ? -1
            : 0;
      if (step !== 0 && count > 0) {
        move(inTable ? Math.min(last, Math.max(0, current + step)) : current);
        event.preventDefault();
      } else if (event.key === "Enter" && (event.target as HTMLElement).dataset.row) {
        open.current?.(current);
        event.preventDefault();
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [table, count, current, last, move]);

  return { current, select: setRow };
}
