import type { StaffOrderAnswer } from "../../base/api/schema";
import type { Choice } from "./ParcelUnits";

type Order = StaffOrderAnswer["order"];
export type Parcel = NonNullable<Order["parcels"]>[number];

/** In the order of a parcel's life. */
export const STEPS = ["pick", "ship", "number", "deliver", "split", "fail", "cancel"] as const;
export type Step = (typeof STEPS)[number];

/** What is there and in no parcel, and was not refunded; what was refunded since it came back was in
 * one. What is taken off once a change is paid stays where it is. */
export function leftToPack({ items, parcels }: Pick<Order, "items" | "parcels">): Choice[] {
  const counted = (parcels ?? []).filter(
    ({ status }) => status !== "failed" && status !== "cancelled",
  );
  return items.flatMap((item, line) => {
    const packed = counted
      .flatMap((parcel) => parcel.lines)
      .filter((one) => one.line === line)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const awaited = item.preorder?.awaited ?? 0;
    const most = item.quantity - item.returned + item.cameBack - awaited - item.leaving - packed;
    return most > 0 ? [{ line, name: named(item), most }] : [];
  });
}

/** What is in a parcel, to be split. */
export function inside(parcel: Pick<Parcel, "lines">): Choice[] {
  return parcel.lines.map(({ quantity, ...item }) => ({
    line: item.line,
    name: named(item),
    most: quantity,
  }));
}

/** Two of an order may be of one product. */
function named({ productName, options }: Pick<Order["items"][number], "productName" | "options">) {
  return [productName, ...Object.values(options)].join(", ");
}
