import { isMoment } from "../../rooms/orders/words";

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
