import type { MomentShown } from "../../base/api/schema";
import { isMoment, momentWords } from "../../rooms/orders/words";

/** Where staff's words are not the buyer's; of an order without goods, words without items. */
const OWN = ["held", "captured", "released", "expired", "returned"] as const;
const OF_TIME = ["held", "captured", "expired"] as const;

/** What a moment is called on staff's pages. */
export function staffMoment(what: MomentShown["what"], goods: boolean, picked = false) {
  const timed = goods ? undefined : OF_TIME.find((each) => each === what);
  if (timed) return `staffOrder.momentOfTime.${timed}` as const;
  const own = OWN.find((each) => each === what);
  return own ? (`staffOrder.moment.${own}` as const) : momentWords(what, goods, picked);
}

/** Whether what staff did is among what happened, with who did it: what they did with parcels, and
 * the steps of a return. */
export function isAmongMoments(action: string): boolean {
  const [about, step = ""] = action.split(".");
  if (about === "parcel") return true;
  return about === "return" && isMoment(`return${step.charAt(0).toUpperCase()}${step.slice(1)}`);
}

/** What happened, in its own order, and what staff did, each before what it brought about: before
 * the first moment of its request, or else before the first that came later. */
export function withDone<T extends { when: string; request?: string | null }>(
  happened: readonly T[],
  done: readonly T[],
): T[] {
  const all = [...happened];
  for (const act of done) {
    const caused = all.findIndex((one) => Boolean(act.request) && one.request === act.request);
    const later = all.findIndex((one) => Date.parse(one.when) > Date.parse(act.when));
    const place = caused >= 0 ? caused : later;
    all.splice(place >= 0 ? place : all.length, 0, act);
  }
  return all;
}
