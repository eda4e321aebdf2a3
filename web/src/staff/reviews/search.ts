import { oneOf, searchOf, words } from "../../base/search";

/** Which reviews staff look at; in the address, so that it can be kept, sent, and gone back to. */
export const STATUSES = ["new", "unanswered", "shown", "hidden"] as const;
/** Reviews stand here where nothing else is said. */
export const KINDS = ["review", "question"] as const;
export const RATINGS = ["5", "4", "3", "2", "1"] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const id = (value: unknown) => {
  const found = words(value);
  return found && UUID.test(found) ? found : undefined;
};

export const readReviewSearch = searchOf({
  kind: oneOf(KINDS),
  status: oneOf(STATUSES),
  rating: (value: unknown) => RATINGS.find((one) => one === String(value)),
  productId: id,
  resourceId: id,
  authorId: id,
});
export type ReviewSearch = ReturnType<typeof readReviewSearch>;

/** So many are approved or hidden at once. */
export const MOST = 100;

/** All that can be chosen at once; none if they are already. */
export function allOr<Row>(chosen: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const most = rows.slice(0, MOST);
  return chosen.length < most.length ? most : [];
}
