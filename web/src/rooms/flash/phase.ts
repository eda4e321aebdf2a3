import type { FlashSaleBody } from "../../base/api/schema";

type Times = Pick<FlashSaleBody, "startTime" | "endTime" | "endedAt">;

/** Whether staff ended it, or its end was seen. */
export function hasEnded({ endedAt }: Pick<Times, "endedAt">): boolean {
  return endedAt !== null;
}

/** Whether it sells at `now`: from its start on, until its end, or until it was `ended`. */
export function salePhase(sale: Times, now: number, ended = false): FlashSaleBody["phase"] {
  if (ended || hasEnded(sale) || now >= Date.parse(sale.endTime)) return "ended";
  return now < Date.parse(sale.startTime) ? "upcoming" : "open";
}
