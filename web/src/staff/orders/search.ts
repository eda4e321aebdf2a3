import { day, type Raw, words } from "../desk/search";

/** Which orders staff look at; in the address, so that it can be kept, sent, and gone back to. */
export const STATUSES = ["pending", "paid", "completed", "cancelled"] as const;
export type Status = (typeof STATUSES)[number];

export const PAYMENTS = ["unpaid", "paid", "refunding", "refunded", "refund-failed"] as const;
export type PaidState = (typeof PAYMENTS)[number];

export const WAYS = ["manual", "wallet", "demo"] as const;
export type Way = (typeof WAYS)[number];

export interface OrderSearch {
  q?: string;
  status?: Status;
  payment?: PaidState;
  provider?: string;
  from?: string;
  to?: string;
}

export function parseOrderSearch(raw: Raw): OrderSearch {
  return {
    q: words(raw.q),
    status: STATUSES.find((each) => each === raw.status),
    payment: PAYMENTS.find((each) => each === raw.payment),
    provider: words(raw.provider)?.slice(0, 64),
    from: day(raw.from),
    to: day(raw.to),
  };
}
