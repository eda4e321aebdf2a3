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

export interface PeopleSearch {
  q?: string;
}

type Raw = Record<string, unknown>;

function text(value: unknown): string | undefined {
  const words = value === undefined || value === null ? "" : String(value).trim();
  return words ? words.slice(0, 200) : undefined;
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

export function parseOrderSearch(raw: Raw): OrderSearch {
  return {
    q: text(raw.q),
    status: STATUSES.find((each) => each === raw.status),
    payment: PAYMENTS.find((each) => each === raw.payment),
    provider: text(raw.provider)?.slice(0, 64),
    from: day(raw.from),
    to: day(raw.to),
  };
}

export function parsePeopleSearch(raw: Raw): PeopleSearch {
  return { q: text(raw.q) };
}

/** Days are whole, in the visitor's own time zone: the server takes moments. */
export function orderParams({ from, to, ...rest }: OrderSearch) {
  return {
    ...rest,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && dayAfter(to).toISOString(),
  };
}

/** By the calendar: a day of 23 or 25 hours is one day too. */
function dayAfter(date: string): Date {
  const next = new Date(`${date}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next;
}
