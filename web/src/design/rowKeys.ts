import { type RefObject, useEffect, useRef, useState } from "react";

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

type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** What a Latin keyboard would say: on a Russian or Korean one a letter is the one at its place. */
export function keyOf({ key, code, shiftKey }: Pressed): string {
  const composed = key === "Process" || key === "Unidentified";
  if (key.length > 1 && !composed) return key;
  if (code === "Slash" && (composed || /^[.,]$/.test(key))) return shiftKey ? "?" : "/";
  const letter = /^[!-~]$/.test(key) ? undefined : /^Key([A-Z])$/.exec(code)?.[1];
  return (shiftKey ? letter : letter?.toLowerCase()) ?? key;
}

/** Whether the focus is in a row of another table. */
function elsewhere(table: HTMLElement | null): boolean {
  const row = document.activeElement?.closest("tr[data-row]");
  return row != null && !table?.contains(row);
}

/** `j` and `k` move through the rows of a table, Enter acts on one; the focus shows where. Of several
 * tables it is the one that has the focus, else the first. */
export function useRowKeys(
  table: RefObject<HTMLElement | null>,
  count: number,
  onOpen?: (row: number) => void,
) {
  const [row, setRow] = useState(0);
  const last = Math.max(0, count - 1);
  const current = Math.min(row, last);
  const now = useRef({ count, last, current, onOpen });
  now.current = { count, last, current, onOpen };

  useEffect(() => {
    const move = (to: number) => {
      setRow(to);
      const rows = table.current?.querySelectorAll<HTMLElement>("tbody tr[data-row]");
      rows?.[to]?.focus();
    };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered())
        return;
      if (event.defaultPrevented || elsewhere(table.current)) return;
      const { count, last, current, onOpen } = now.current;
      const inTable = table.current?.contains(document.activeElement) ?? false;
      const key = keyOf(event);
      const step =
        key === "j" || (inTable && key === "ArrowDown")
          ? 1
          : key === "k" || (inTable && key === "ArrowUp")
            ? -1
            : 0;
      if (step !== 0 && count > 0) {
        move(inTable ? Math.min(last, Math.max(0, current + step)) : current);
        event.preventDefault();
      } else if (key === "Enter" && (event.target as HTMLElement).dataset.row) {
        onOpen?.(current);
        event.preventDefault();
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [table]);

  return { current, select: setRow };
}
