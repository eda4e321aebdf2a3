import type { BoardAnswer } from "../../base/api/schema";
import { type CardItem, type Item, intoLanes, rowsOf } from "./rows";

/** Where a card stands beside those that meet it: which place of how many. */
export interface Beside {
  lane: number;
  lanes: number;
}

/** All that stands in the time of the board, by when it begins; a booking once, whatever it takes. */
export function itemsOf(board: BoardAnswer): Item[] {
  const seen = new Set<string>();
  return rowsOf(board)
    .flatMap(({ items }) => items)
    .filter((item) => {
      const id = item.type === "card" ? item.card.id : item.key;
      return item.type !== "gap" && !seen.has(id) && seen.add(id);
    })
    .sort((one, other) => one.start - other.start);
}

/** Of cards that meet one another, each its own place, by their key. */
export function besideEachOther(items: readonly Item[]): Map<string, Beside> {
  const found = new Map<string, Beside>();
  let met: CardItem[] = [];
  let until = 0;
  const tell = () => {
    const lanes = intoLanes(met);
    for (const { key, lane } of met) found.set(key, { lane, lanes });
  };
  const cards = items.filter((item) => item.type === "card");
  for (const item of cards.sort((one, other) => one.from - other.from)) {
    if (item.from >= until) {
      tell();
      met = [];
    }
    met.push(item);
    until = Math.max(until, item.until);
  }
  tell();
  return found;
}
