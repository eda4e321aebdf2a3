import { answerQuery, listQuery } from "../../base/api/queries";
import type { DisputesAnswer, PaymentReport } from "../../base/api/schema";
import { ROWS } from "../desk/search";

/** All of them, unless those that may still be lost are asked for. */
export const WHICH = ["undecided"] as const;
export type Which = (typeof WHICH)[number];

/** What an accountant's program may be given. */
export const FORMS = ["quickbooks", "1c", "journal"] as const;
export type BookForm = (typeof FORMS)[number];

export const disputesQuery = (status: Which | undefined) => ({
  ...listQuery<DisputesAnswer>(["staff", "disputes", status ?? "all"], "/staff/disputes", {
    status,
    limit: ROWS,
  }),
  refetchInterval: 10_000,
});

export const reportQuery = (days: { from?: string | undefined; to?: string | undefined }) => ({
  ...answerQuery<PaymentReport>(["staff", "payment-report", days], "/staff/payment-report", days),
  refetchInterval: 10_000,
});
