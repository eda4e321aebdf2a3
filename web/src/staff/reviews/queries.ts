import { insist } from "../../base/api/client";
import { listQuery, renew } from "../../base/api/queries";
import type { ModerationDone, StaffReview, StaffReviews } from "../../base/api/schema";
import { ROWS } from "../desk/search";
import type { ReviewSearch } from "./search";

export type Verdict = "show" | "hide";

export const reviewsQuery = (search: ReviewSearch, locale: string) => ({
  ...listQuery<StaffReviews>(["staff", "reviews", search, locale], "/staff/reviews", {
    ...search,
    locale,
    limit: ROWS,
  }),
  staleTime: 0,
});

/** Each in the version that was read. */
export async function moderate(
  key: string,
  action: Verdict,
  rows: readonly StaffReview[],
  reason?: string,
  kind: "review" | "question" = rows[0]?.rating === null ? "question" : "review",
): Promise<ModerationDone> {
  const reviews = rows.map(({ id, version }) => ({ id, version }));
  const done = await insist<ModerationDone>(
    "/staff/reviews",
    { action, kind, reviews, reason },
    key,
  );
  await renew(
    ["staff", "reviews"],
    ["staff", "home"],
    ["reviews"],
    ["questions"],
    ["product"],
    ["products"],
    ["profile"],
    ["photographers"],
    ["studios"],
  );
  return done;
}
