import type { ExperimentBody } from "../../base/api/schema";

type Variant = ExperimentBody["variants"][number];

export function visitorsOf({ variants }: ExperimentBody): number {
  return variants.reduce((sum, { outcome }) => sum + outcome.visitors, 0);
}

/** The variant that has the fewest visitors: what is waited for. */
export function fewestOf({ variants }: ExperimentBody): Variant | undefined {
  return variants.reduce<Variant | undefined>(
    (fewest, one) => (!fewest || one.outcome.visitors < fewest.outcome.visitors ? one : fewest),
    undefined,
  );
}

/** Whether the visitors are there that something can be said of. */
export function isDecided({ variants }: ExperimentBody): boolean {
  return variants.every(({ outcome }) => outcome.verdict !== "too-early");
}

export function conversionsOf({ goal }: ExperimentBody, { outcome }: Variant): number {
  return goal === "order-paid" ? outcome.orders : outcome.bookings;
}
