import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { BoardRow } from "../../rooms/studio/rows";

export const rowKey = (id: string) => `row/${id}`;

/** Arrow keys go from card to card: right and left in time, up and down between resources. One of
 * them is in the order of Tab. `show` scrolls to it before it gets the focus. */
export function useKeys(
  root: RefObject<HTMLElement | null>,
  rows: readonly BoardRow[],
  show: (row: number, item: number) => void,
) {
  const [chosen, setChosen] = useState<string>();
  const wanted = useRef(false);
  const places = useMemo(() => {
    const found = new Map<string, [number, number]>();
    for (const [row, { resource, items }] of rows.entries()) {
      found.set(rowKey(resource.id), [row, -1]);
      for (const [at, { key }] of items.entries()) found.set(key, [row, at]);
    }
    return found;
  }, [rows]);
  const first = rows[0] && rowKey(rows[0].resource.id);
  const active = chosen && places.has(chosen) ? chosen : first;

  useEffect(() => {
    if (!wanted.current || !active) return;
    wanted.current = false;
    root.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active)}"]`)
      ?.focus({ preventScroll: true });
  });

  const go = useCallback(
    (row: number, item: number) => {
      const found = rows[row];
      if (!found) return;
      const at = Math.min(Math.max(item, -1), found.items.length - 1);
      show(row, at);
      wanted.current = true;
      setChosen(at < 0 ? rowKey(found.resource.id) : found.items[at]?.key);
    },
    [rows, show],
  );

  /** In another row: what begins nearest to where one is. */
  const beside = useCallback(
    (row: number, from: [number, number]) => {
      const start = rows[from[0]]?.items[from[1]]?.start;
      const { items } = rows[row] ?? { items: [] };
      if (start === undefined) return -1;
      return items.reduce(
        (best, one, at) =>
          Math.abs(one.start - start) < Math.abs((items[best]?.start ?? Infinity) - start)
            ? at
            : best,
        -1,
      );
    },
    [rows],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const from = active && places.get(active);
      if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
      const [row, item] = from;
      if (event.key === "ArrowRight") go(row, item + 1);
      else if (event.key === "ArrowLeft") go(row, item - 1);
      else if (event.key === "Home") go(row, -1);
      else if (event.key === "End") go(row, rows[row]?.items.length ?? 0);
      else if (event.key === "ArrowDown" && row < rows.length - 1)
        go(row + 1, beside(row + 1, from));
      else if (event.key === "ArrowUp" && row > 0) go(row - 1, beside(row - 1, from));
      else return;
      event.preventDefault();
    },
    [active, places, rows, go, beside],
  );
  return { active, setActive: setChosen, onKeyDown };
}
