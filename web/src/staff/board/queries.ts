import { answerQuery } from "../../base/api/queries";
import type { BoardAnswer, BoardResource } from "../../base/api/schema";
import { dayAfter } from "../../rooms/studio/days";

export const KINDS = ["photographer", "room", "studio", "equipment"] as const;
export const SPANS = ["day", "week"] as const;

export interface BoardSearch {
  day?: string;
  span?: (typeof SPANS)[number];
  kind?: BoardResource["kind"];
  zone?: string;
}

export const BOARD = ["staff", "board"];
/** What is not told live (hours, blocks) is looked at again after this. */
const AGAIN = 15_000;
const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function boardQuery({ day, kind, zone }: BoardSearch & { day: string }, days: number) {
  const query = { from: day, to: dayAfter(day, days), kind, zone, readerZone };
  return {
    ...answerQuery<BoardAnswer>([...BOARD, query], "/staff/board", query),
    staleTime: 0,
    refetchInterval: AGAIN,
  };
}
