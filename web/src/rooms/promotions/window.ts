import type { CampaignBody } from "../../base/api/schema";

type Times = Pick<CampaignBody, "opensAt" | "closesAt"> & { endedAt?: string | null };

/** Whether coupons are given out at `now`: from `opensAt` on, until `closesAt`, or until staff ended it. */
export function phaseAt({ opensAt, closesAt, endedAt }: Times, now: number): CampaignBody["phase"] {
  if (endedAt && now >= Date.parse(endedAt)) return "closed";
  if (now < Date.parse(opensAt)) return "upcoming";
  return closesAt && now >= Date.parse(closesAt) ? "closed" : "open";
}

/** When it may become another phase. */
export function endsOf({ opensAt, closesAt, endedAt }: Times): (string | null)[] {
  return [opensAt, closesAt ?? null, endedAt ?? null];
}

const DAY = 86_400;

/** Whole days to come, and the seconds beyond them. */
export function daysAndSeconds(ms: number): { days: number; seconds: number } {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  return { days: Math.floor(whole / DAY), seconds: whole % DAY };
}
