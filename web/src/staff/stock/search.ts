import { day, flag, oneOf, searchOf, text } from "../../base/search";

export const OPERATIONS = [
  "deposit",
  "withdraw",
  "set",
  "hold",
  "capture",
  "release",
  "expire",
] as const;

export const readStockSearch = searchOf({ q: text, category: text, low: flag, locationId: text });
export type StockSearch = ReturnType<typeof readStockSearch>;

export const readLogSearch = searchOf({
  variantId: text,
  productId: text,
  locationId: text,
  operation: oneOf(OPERATIONS),
  actor: text,
  from: day,
  to: day,
});
export type LogSearch = ReturnType<typeof readLogSearch>;
