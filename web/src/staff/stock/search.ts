import { day, type Raw, text } from "../desk/search";

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
