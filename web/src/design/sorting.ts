import { useMemo, useState } from "react";
import type { Cell } from "./csv";

export interface Sorting {
  key: string;
  down: boolean;
}

/** Numbers by size, words as the language has them; what is empty stands last. */
export function compareCells(one: Cell, other: Cell, locale: string): number {
  const none = (cell: Cell) => cell === null || cell === undefined || cell === "";
  if (none(one) || none(other)) return Number(none(one)) - Number(none(other));
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), locale, { numeric: true });
}

/** The rows as shown: as they came, or by a column; a third press on its title lets go of it. */
export function useSorted<Row>(
  rows: Row[],
  columns: { key: string; value?: (row: Row) => Cell }[],
  locale: string,
) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const value = columns.find((column) => column.key === sorting?.key)?.value;
  const sorted = useMemo(() => {
    if (!sorting || !value) return rows;
    const ordered = rows.toSorted((one, other) => {
      const [a, b] = [value(one), value(other)];
      const empty = [a, b].some((cell) => cell === null || cell === undefined || cell === "");
      const order = compareCells(a, b, locale);
      return sorting.down && !empty ? -order : order;
    });
    return ordered;
  }, [rows, sorting, value, locale]);
  const turn = (key: string) =>
    setSorting((now) =>
      now?.key !== key ? { key, down: false } : now.down ? null : { key, down: true },
    );
  return { sorted, sorting, turn };
}
