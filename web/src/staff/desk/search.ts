/** Filters of the staff pages live in the address: they can be kept, sent, and gone back to. */
export interface StockSearch {
  q?: string;
  category?: string;
  low?: true;
}

export const OPERATIONS = [
  "deposit",
  "withdraw",
  "set",
  "hold",
  "capture",
  "release",
  "expire",
] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface LogSearch {
  variantId?: string;
  productId?: string;
  operation?: Operation;
  actor?: string;
  from?: string;
  to?: string;
}

/** Whose wallets, and which of them is open. */
export interface WalletSearch {
  user?: string;
  wallet?: string;
}

export const SPANS = [7, 30, 90] as const;
export type Span = (typeof SPANS)[number];

export interface StatSearch {
  days?: Span;
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

type Raw = Record<string, unknown>;

export function parseStockSearch(raw: Raw): StockSearch {
  return {
    q: text(raw.q),
    category: text(raw.category),
    low: raw.low === true || raw.low === 1 ? true : undefined,
  };
}

export function parseLogSearch(raw: Raw): LogSearch {
  const operation = OPERATIONS.find((each) => each === raw.operation);
  return {
    variantId: text(raw.variantId),
    productId: text(raw.productId),
    operation,
    actor: text(raw.actor),
    from: day(raw.from),
    to: day(raw.to),
  };
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The user's id in what was typed or stands in a log: "user:<id>" or the id alone. */
export function userOf(owner: string): string | undefined {
  return owner.startsWith("guest") ? undefined : UUID.exec(owner)?.[0].toLowerCase();
}

export function parseWalletSearch(raw: Raw): WalletSearch {
  return { user: userOf(text(raw.user) ?? ""), wallet: text(raw.wallet) };
}

export function parseStatSearch(raw: Raw): StatSearch {
  return { days: SPANS.find((each) => each === Number(raw.days)) };
}
