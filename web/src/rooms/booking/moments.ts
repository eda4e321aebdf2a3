import type { TimelineTone } from "../../design/Timeline";

/** What a booking's history tells, and how it looks. */
export const MOMENTS = {
  held: "held",
  requested: "held",
  agreed: "free",
  countered: "held",
  "asked-again": "held",
  confirmed: "free",
  paid: "free",
  "cash-taken": "free",
  "rest-not-paid": "held",
  coming: "next",
  "rest-due": "next",
  moved: "held",
  changed: "held",
  "pictures-delivered": "free",
  "pictures-chosen": "free",
  "pictures-bought": "free",
  "pictures-ending": "next",
  started: "free",
  completed: "free",
  "no-show": "danger",
  cancelled: "gone",
} as const satisfies Record<string, TimelineTone>;

export type BookingMoment = keyof typeof MOMENTS;

export function isBookingMoment(what: string): what is BookingMoment {
  return Object.hasOwn(MOMENTS, what);
}
