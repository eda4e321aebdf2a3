import type { FlashSaleBody, PlaceAnswer } from "../../base/api/schema";

/** While the socket tells how far it is, it is enough to be heard of before one counts as away. */
const HEARD_EVERY = 20;
const A_MOMENT = 200;

/** Where one stands, `letIn` having been let in by now: each of them stood before. 0: one is let
 * in, as far as the page can tell, and asks. */
export function positionNow(place: PlaceAnswer, letIn: number | undefined): number | null {
  const { position, letInCount } = place;
  if (position === null || letInCount === null || letIn === undefined) return position;
  return Math.max(0, position - Math.max(0, letIn - letInCount));
}

/** Until when who is let in can buy: no longer than the sale lasts. */
export function buysUntil(turnEnds: string, sale: Pick<FlashSaleBody, "endTime">): string {
  return Date.parse(sale.endTime) < Date.parse(turnEnds) ? sale.endTime : turnEnds;
}

/** When to ask again, in ms, `now` being the server's time; `told` while the socket tells of turns.
 * A turn that is over is said to be over there and then. */
export function askAfter(place: PlaceAnswer | undefined, told: boolean, now: number): number {
  if (!place) return 2000;
  const standing = place.position !== null;
  const usual = (standing && told ? HEARD_EVERY : place.askAgainSeconds) * 1000;
  if (!place.letIn || !place.letInUntil) return usual;
  return Math.min(usual, Math.max(0, Date.parse(place.letInUntil) - now) + A_MOMENT);
}
