import type { OrderShown } from "../../base/api/schema";

type Items = readonly Pick<OrderShown["items"][number], "deliveredAs">[];

/** What holding an order keeps from others: a file may be bought by everybody at once, all else is
 * there so many times. */
export function saidOfHold(items: Items) {
  const files = items.filter(({ deliveredAs }) => deliveredAs === "file").length;
  if (files === items.length) return "checkout.heldOther";
  return files > 0 ? "checkout.heldLimited" : "checkout.heldText";
}
