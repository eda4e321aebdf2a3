import type { BoardRow } from "../../rooms/studio/rows";

export const HEAD = 52;
export const NAMES = 168;
export const LANE = 56;
const AROUND = 8;

/** Where each row lies, below the head. */
export interface Layout {
  tops: number[];
  height: number;
}

export const heightOf = (row: BoardRow) => row.lanes * LANE + AROUND;

export function layoutOf(rows: readonly BoardRow[]): Layout {
  const tops: number[] = [];
  let height = 0;
  for (const row of rows) {
    tops.push(height);
    height += heightOf(row);
  }
  return { tops, height };
}

/** The row that lies there. */
export function rowAt({ tops }: Layout, y: number): number {
  return Math.max(
    tops.findLastIndex((top) => top <= y),
    0,
  );
}
