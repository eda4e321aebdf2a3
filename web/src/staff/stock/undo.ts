import type { StockChange } from "../../base/api/types";

/** What takes a change back: the same pieces the other way, as an entry of its own. */
export function undoing(moved: number | null, reason: string): StockChange | null {
  if (!moved) return null;
  return moved > 0 ? { withdraw: moved, reason } : { deposit: -moved, reason };
}
