import { useEffect, useRef } from "react";
import { covered, keyOf, typing } from "../../design/rowKeys";

type Keys<Row> = Record<string, (row: Row) => void>;

/** Keys that act on the row that has the focus; `data-line` says which it is. */
export function useLineKeys<Row extends { id: string }>(rows: readonly Row[], keys: Keys<Row>) {
  const now = useRef({ rows, keys });
  now.current = { rows, keys };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered())
        return;
      if (event.defaultPrevented) return;
      const act = now.current.keys[keyOf(event)];
      const line = document.activeElement?.closest("tr[data-row]");
      const id = line?.querySelector<HTMLElement>("[data-line]")?.dataset.line;
      const row = now.current.rows.find((one) => one.id === id);
      if (!act || !row) return;
      event.preventDefault();
      act(row);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
