import type { LinkProps } from "@tanstack/react-router";
import type { ToDoShown, Totals } from "../../base/api/schema";

/** The server counts no further: so many, or more. */
const MOST = 100;

export interface Line {
  name: keyof ToDoShown;
  /** Somebody waits for it, or money or goods are in question. */
  urgent?: boolean;
  link: Pick<LinkProps, "to" | "search">;
}

/** Everything that may need doing, the most pressing first, each with where it is done. */
export const LINES: readonly Line[] = [
  {
    name: "refundsFailed",
    urgent: true,
    link: { to: "/staff/orders", search: { payment: "refund-failed" } },
  },
  {
    name: "refundsOwed",
    urgent: true,
    link: { to: "/staff/orders", search: { payment: "refunding", provider: "manual" } },
  },
  { name: "providersAway", urgent: true, link: { to: "/staff/payments" } },
  { name: "toCapture", urgent: true, link: { to: "/staff/payments" } },
  { name: "receipts", urgent: true, link: { to: "/staff/payments" } },
  { name: "disputes", urgent: true, link: { to: "/staff/disputes", search: {} } },
  { name: "suspects", urgent: true, link: { to: "/staff/fraud" } },
  {
    name: "silentParcels",
    urgent: true,
    link: { to: "/staff/orders", search: { silent: true } },
  },
  { name: "conflicts", urgent: true, link: { to: "/staff/resources" } },
  { name: "bookingRequests", urgent: true, link: { to: "/staff/booking-requests" } },
  { name: "stuck", urgent: true, link: { to: "/staff/stuck" } },
  {
    name: "unpaid",
    link: { to: "/staff/orders", search: { status: "pending", provider: "manual" } },
  },
  { name: "restsOverdue", link: { to: "/staff/dues", search: { when: "overdue" } } },
  { name: "returns", link: { to: "/staff/returns" } },
  { name: "messages", link: { to: "/staff/conversations", search: { which: "unread" } } },
  {
    name: "calendarQuestions",
    link: { to: "/staff/conversations", search: { which: "unanswered" } },
  },
  { name: "reported", link: { to: "/staff/conversations", search: { which: "reported" } } },
  { name: "sellersApplied", link: { to: "/staff/sellers" } },
  { name: "toSend", link: { to: "/staff/orders", search: { fulfilment: "to-send" } } },
  { name: "newReviews", link: { to: "/staff/reviews", search: { status: "new" } } },
  {
    name: "questions",
    link: { to: "/staff/reviews", search: { kind: "question", status: "unanswered" } },
  },
  {
    name: "newQuestions",
    link: { to: "/staff/reviews", search: { kind: "question", status: "new" } },
  },
  { name: "soldOut", link: { to: "/staff/low" } },
  { name: "lowStock", link: { to: "/staff/low" } },
  { name: "firstSteps", link: { to: "/staff/start" } },
];

/** Those of which there are any. */
export function linesOf(found: ToDoShown): Line[] {
  return LINES.filter(({ name }) => (found[name] ?? 0) > 0);
}

export function countText(count: number, number: (value: number) => string): string {
  return count < MOST ? number(count) : `${number(MOST - 1)}+`;
}

/** What is shown of what was sold: nothing yet is nothing of the shop's currency. */
export function netOf(net: Totals["net"], currency: string | null | undefined): Totals["net"] {
  return net.length === 0 && currency ? [{ amount: 0, currency }] : net;
}
