import type { Campaign } from "../api/types";

type Times = Pick<Campaign, "opensAt" | "closesAt">;

/** Whether coupons are given out at `now`: from `opensAt` on, until `closesAt`. */
export function phaseAt({ opensAt, closesAt }: Times, now: number): Campaign["phase"] {
  if (now < Date.parse(opensAt)) return "upcoming";
  return closesAt && now >= Date.parse(closesAt) ? "closed" : "open";
}

const DAY = 86_400;

/** Whole days to come, and the seconds beyond them. */
export function daysAndSeconds(ms: number): { days: number; seconds: number } {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  return { days: Math.floor(whole / DAY), seconds: whole % DAY };
}
