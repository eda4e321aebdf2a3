import { insist } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { StaffRepeatBody, StaffRepeatsAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

const KEY = ["staff", "repeats"];

export const STATES = ["active", "paused", "ended"] as const;

interface Search {
  state?: (typeof STATES)[number];
  user?: string;
  package?: string;
}

export const repeatsQuery = (search: Search, locale: string) =>
  listQuery<StaffRepeatsAnswer>([...KEY, "list", search, locale], "/staff/repeat-orders", {
    limit: ROWS,
    locale,
    ...search,
  });

export const repeatQuery = (id: string, locale: string) =>
  answerQuery<StaffRepeatBody>([...KEY, "one", id, locale], addressOf(id), { locale });

export const renewRepeats = () => renew(KEY);

/** What staff do with one; `reason` is what its buyer reads. */
export function actOn(
  id: string,
  what: "pause" | "resume" | "end",
  key: string,
  reason?: string,
): Promise<StaffRepeatBody> {
  return insist<StaffRepeatBody>(`${addressOf(id)}/${what}`, reason ? { reason } : {}, key);
}

/** A day that was left out is the next again. */
export function unskipDay(id: string, day: string, key: string): Promise<StaffRepeatBody> {
  return insist<StaffRepeatBody>(`${addressOf(id)}/unskip`, { day }, key);
}

function addressOf(id: string): string {
  return `/staff/repeat-orders/${encodeURIComponent(id)}`;
}
