import type { OrderShown } from "../../base/api/schema";

/** Who comes to a session, and where they are reached; empty where it is not said. */
export interface Who {
  name: string;
  email: string;
  phone: string;
}

type Said = Pick<OrderShown, "contactName" | "contactEmail" | "contactPhone">;

export const whoOf = (said: Said): Who => ({
  name: said.contactName ?? "",
  email: said.contactEmail ?? "",
  phone: said.contactPhone ?? "",
});

/** The studio knows whom to expect, and can reach them. */
export const isWhole = ({ name, email, phone }: Who): boolean =>
  name !== "" && (email !== "" || phone !== "");

/** An order by which a guest books: what is paid later, or for pictures, is of somebody who came. */
export const asksWhoComes = ({
  userId,
  bookingId,
  restOf,
  picturesOf,
}: Pick<OrderShown, "userId" | "bookingId" | "restOf" | "picturesOf">): boolean =>
  userId.startsWith("guest:") && bookingId !== null && restOf === null && picturesOf === null;
