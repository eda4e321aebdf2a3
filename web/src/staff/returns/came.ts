import type { ReturnShown } from "../../base/api/schema";

/** Of a line: so many go back on sale, so many are written off for a fault. */
export interface Came {
  restocked: number;
  writtenOff: number;
  fault: string;
}

/** At first, all of it is as it should be. */
export function came(found: Pick<ReturnShown, "lines">): Record<number, Came> {
  return Object.fromEntries(
    found.lines.map(({ line, quantity }) => [
      line,
      { restocked: quantity, writtenOff: 0, fault: "" },
    ]),
  );
}

/** So many of a line's units are this; the others are no more than are left of them. */
export function parted(
  now: Came,
  all: number,
  one: "restocked" | "writtenOff",
  count: number,
): Came {
  const other = one === "restocked" ? "writtenOff" : "restocked";
  return { ...now, [one]: count, [other]: Math.min(now[other], all - count) };
}

/** How many came of each line of which something did. */
export function unitsOf(lines: Record<number, Came>): { line: number; quantity: number }[] {
  return Object.entries(lines).flatMap(([line, { restocked, writtenOff }]) => {
    const quantity = restocked + writtenOff;
    return quantity > 0 ? [{ line: Number(line), quantity }] : [];
  });
}

export function faultLacks({ writtenOff, fault }: Came): boolean {
  return writtenOff > 0 && fault.trim() === "";
}
