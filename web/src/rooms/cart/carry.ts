import { newKey } from "../../base/api/client";
import { asProblem, shortagesOf } from "../../base/api/problem";
import { type Cart, type CartLine, parseCart } from "./cart";
import { addToCart } from "./store";

/** Where carts lay before they were the server's, and what of one is on its way there. */
const OLD = "holdfast.cart";
const CARRIED = "holdfast.cart.carried";

interface Carried {
  key: string;
  lines: Cart;
}

/** Once: what lay in this browser goes to the server, as far as it can be had. It is taken out
 * first and asked for under keys that stay, so two tabs, or a reload, carry it once. */
export async function carryOver(): Promise<void> {
  const carried = begun() ?? taken();
  if (!carried) return;
  for (const [at, line] of carried.lines.entries()) {
    try {
      await carry(line, `${carried.key}-${at}`);
    } catch (error) {
      if (asProblem(error).passing) return; // the next visit goes on
    }
  }
  localStorage.removeItem(CARRIED);
}

async function carry(line: CartLine, key: string) {
  try {
    await addToCart(line, key);
  } catch (error) {
    const problem = asProblem(error);
    const left = shortagesOf(error)[0]?.available ?? problem.body.limits?.[0]?.mayAdd ?? 0;
    if (left <= 0) throw error;
    await addToCart({ ...line, quantity: left }, `${key}-of-${left}`);
  }
}

function begun(): Carried | null {
  try {
    return JSON.parse(localStorage.getItem(CARRIED) ?? "null") as Carried | null;
  } catch {
    return null;
  }
}

function taken(): Carried | null {
  try {
    const lines = parseCart(localStorage.getItem(OLD));
    localStorage.removeItem(OLD);
    if (lines.length === 0) return null;
    const carried = { key: newKey(), lines };
    localStorage.setItem(CARRIED, JSON.stringify(carried));
    return carried;
  } catch {
    return null; // without storage nothing lay there
  }
}
