/** What staff may do with an order: in the order of an order's life. */
export const ACTIONS = [
  "markPaid",
  "markUnpaid",
  "complete",
  "retryRefund",
  "markRefunded",
  "refund",
  "cancel",
] as const;
export type Action = (typeof ACTIONS)[number];

interface Asked {
  path: string;
  reason: boolean;
  amount: boolean;
  /** Something is lost by it. */
  grave: boolean;
}

export const ASKED = {
  markPaid: { path: "mark-paid", reason: false, amount: false, grave: false },
  markUnpaid: { path: "mark-unpaid", reason: true, amount: false, grave: true },
  complete: { path: "complete", reason: false, amount: false, grave: false },
  retryRefund: { path: "retry-refund", reason: false, amount: false, grave: false },
  markRefunded: { path: "mark-refunded", reason: false, amount: false, grave: false },
  refund: { path: "refund", reason: true, amount: true, grave: true },
  cancel: { path: "cancel", reason: true, amount: false, grave: true },
} as const satisfies Record<Action, Asked>;
