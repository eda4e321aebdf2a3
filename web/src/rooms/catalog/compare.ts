import type { AttributeBody, ProductBody } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { flag, searchOf } from "../../base/search";
import { onOtherVisitor } from "../../base/session";
import { readRecent } from "./recent";

/** So many products stand side by side. */
export const MOST = 4;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids of an address, each once and no more than are compared; nothing that is none. */
export function idsOf(written: unknown): string[] {
  const ids = String(written ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase());
  return [...new Set(ids.filter((one) => ID.test(one)))].slice(0, MOST);
}

export const readCompare = searchOf({
  ids: (value) => idsOf(value).join(",") || undefined,
  differences: flag,
});

/** The products that were chosen to be compared, in this order; every tab of this browser has them. */
export const chosen = new Kept<string[]>("holdfast.compared", {
  storage: () => localStorage,
  parse: (text) => readRecent(text).slice(0, MOST),
  text: (ids) => (ids.length > 0 ? JSON.stringify(ids) : null),
  shared: true,
});

onOtherVisitor(() => chosen.write([]), "the first");

/** Chosen or no longer; false where there is no room for it. */
export function choose(productId: string, on: boolean): boolean {
  const others = chosen.read().filter((each) => each !== productId);
  if (on && others.length >= MOST) return false;
  chosen.write(on ? [...others, productId] : others);
  return true;
}

export interface Row {
  key: string;
  name: string;
  /** Of each product; null where nothing is said of it. */
  values: (string | null)[];
  differs: boolean;
}

type Compared = Pick<ProductBody, "vendor" | "sellerName" | "attributes" | "options">;

interface Names {
  vendor: string;
  seller: string;
  /** Who sells what has no seller. */
  shop: string;
  fact: (one: AttributeBody) => string;
}

/** What is told of any of them, a row each: who makes and sells it, its attributes in the order in
 * which they first come, what there is to choose. What is told of none has no row. */
export function rowsOf(products: readonly Compared[], names: Names): Row[] {
  const rows = new Map<string, Row>();
  const say = (key: string, name: string, at: number, value: string) => {
    const row = rows.get(key) ?? { key, name, values: products.map(() => null), differs: false };
    row.values[at] = value;
    rows.set(key, row);
  };
  const sellers = products.some(({ sellerName }) => sellerName);
  products.forEach(({ vendor, sellerName }, at) => {
    if (vendor) say("vendor", names.vendor, at, vendor);
    if (sellers) say("seller", names.seller, at, sellerName ?? names.shop);
  });
  products.forEach(({ attributes }, at) => {
    for (const one of attributes) say(`attribute ${one.code}`, one.name, at, names.fact(one));
  });
  products.forEach(({ options }, at) => {
    for (const one of options) say(`option ${one.code}`, one.name, at, one.values.join(", "));
  });
  return [...rows.values()].map((row) => ({ ...row, differs: new Set(row.values).size > 1 }));
}
