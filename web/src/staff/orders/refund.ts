import type { StaffOrderAnswer } from "../../base/api/schema";

type Order = Pick<StaffOrderAnswer["order"], "items" | "paidForDelivery">;

/** What the first of a line's units come to: as the server reckons, so that the sum is right. */
function until(paid: number, units: number, quantity: number): number {
  return Number((BigInt(paid) * BigInt(units)) / BigInt(quantity));
}

/** What goes back for so many units of each line; delivery with the last of all. */
export function refundOf({ items, paidForDelivery }: Order, units: number[]): number {
  let sum = 0;
  let whole = true;
  for (const [at, { paid, quantity, returned }] of items.entries()) {
    const back = returned + (units[at] ?? 0);
    sum += until(paid, back, quantity) - until(paid, returned, quantity);
    whole &&= back === quantity;
  }
  return whole && units.some((each) => each > 0) ? sum + paidForDelivery : sum;
}

/** Whether some of what was paid is money that staff hand back themselves. */
export function isHandedBack(payments: readonly { provider: string; status: string }[]): boolean {
  return payments.some(
    ({ provider, status }) =>
      provider === "manual" && (status === "succeeded" || status === "credited"),
  );
}
