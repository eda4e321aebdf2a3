import type { OrderShown } from "../../base/api/schema";
import type { Who } from "../booking/who";

type Said = Pick<OrderShown, "contactName" | "contactEmail" | "contactPhone">;

export const whoOf = (said: Said): Who => ({
  name: said.contactName ?? "",
  email: said.contactEmail ?? "",
  phone: said.contactPhone ?? "",
});

/** An order by which a guest books: what is paid later, or for pictures, is of somebody who came. */
export const asksWhoComes = ({
  userId,
  bookingId,
  restOf,
  picturesOf,
}: Pick<OrderShown, "userId" | "bookingId" | "restOf" | "picturesOf">): boolean =>
  userId.startsWith("guest:") && bookingId !== null && restOf === null && picturesOf === null;
