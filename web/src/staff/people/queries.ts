import { withQuery } from "../../base/api/client";
import { answerQuery, listQuery } from "../../base/api/queries";
import type {
  PeopleAnswer,
  PersonAnswer,
  RegularsAnswer,
  TheirTokens,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

export function peopleQuery(q: string) {
  const query = listQuery<PeopleAnswer>(["staff", "people", q], "/staff/people", {
    q,
    limit: ROWS,
  });
  return { ...query, staleTime: 0 };
}

export function personQuery(userId: string) {
  const path = `/staff/people/${encodeURIComponent(userId)}`;
  return { ...answerQuery<PersonAnswer>(["staff", "person", userId], path), staleTime: 0 };
}

/** The bearer tokens of a person that work. */
export function tokensQuery(userId: string) {
  const path = `/staff/people/${encodeURIComponent(userId)}/tokens`;
  return { ...answerQuery<TheirTokens>(["staff", "tokens-of", userId], path), staleTime: 0 };
}

/** Customers by how they buy. */
export const SEGMENTS = ["new", "once", "often", "away"] as const;
export type Segment = (typeof SEGMENTS)[number];

/** The first month of the last so many, this one among them, as 2026-12. */
export function monthsAgo(count: number, now = new Date()): string {
  const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - count, 1));
  return month.toISOString().slice(0, 7);
}

function asked(segment: Segment | undefined): Record<string, string | number> {
  if (segment === "new") return { firstFrom: monthsAgo(1) };
  if (segment === "once") return { mostOrders: 1 };
  if (segment === "often") return { orders: 3 };
  return segment === "away" ? { lastBefore: monthsAgo(6) } : {};
}

export function regularsQuery(segment: Segment | undefined) {
  const key = ["staff", "regulars", segment];
  const query = { ...asked(segment), limit: ROWS };
  return { ...listQuery<RegularsAnswer>(key, "/staff/regulars", query), staleTime: 0 };
}

export function regularsSheet(segment: Segment | undefined): string {
  return withQuery("/api/staff/regulars", { ...asked(segment), format: "csv" });
}
