import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { insist, put, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type { CartAnswer, CartChangedAnswer, CartItemShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { preferredLocale } from "../../base/i18n/setup";
import { Kept } from "../../base/kept";
import { isOnline } from "../../base/online";
import { onOtherVisitor } from "../../base/session";
import { type Cart, type CartLine, lineOf } from "./cart";

const KEY = "cart";

export const cartQuery = (locale: string) =>
  answerQuery<CartAnswer>([KEY, locale], "/cart", { locale }, ({ version }) => {
    if (version > 0) cartKnown.write(true);
  });

/** Whether this browser has a cart on the server: a guest is known there from the first piece on. */
export const cartKnown = new Kept<boolean>("holdfast.cart.known", {
  storage: () => localStorage,
  parse: (text) => text === "yes",
  text: (known) => (known ? "yes" : null),
  shared: true,
});

onOtherVisitor(() => cartKnown.write(false), "the first");
onOtherVisitor(() => void queryClient.resetQueries({ queryKey: [KEY] }));

export function useCartQuery() {
  const { locale } = useLanguage();
  return useQuery(cartQuery(locale));
}

/** The lines; none while they are not known. */
export function useCart(): Cart {
  const { data } = useCartQuery();
  return useMemo(() => linesOf(data), [data]);
}

export function readCart(): Cart {
  return linesOf(known());
}

/** The lines as they are now, whatever was shown; without a network, as they were last. */
export async function askCart(): Promise<Cart> {
  if (!isOnline()) return readCart();
  return linesOf(await queryClient.fetchQuery({ ...cartQuery(preferredLocale()), staleTime: 0 }));
}

type Wanted = Pick<CartLine, "productId" | "variantId" | "quantity">;

/** Adds so many more; the server says how many there may be. */
export function addToCart({ productId, variantId, quantity }: Wanted, key: string): Promise<void> {
  if (waiting === 0) said = known();
  return inTurn(async () => {
    await stopReading();
    const wanted = { productId, variantId, quantity };
    return insist<CartChangedAnswer>("/cart/items", wanted, key);
  });
}

/** One of each, or none: where one is refused, what was added before it is taken out again. Whether
 * it was, and which was refused, is `told`. What did not get through is asked for again under its
 * key, and is left as it is till then. */
export async function addAllToCart(
  wanted: Omit<Wanted, "quantity">[],
  key: string,
  told: (refused: { at: number; none: boolean }) => void,
): Promise<void> {
  const before = new Map((await askCart()).map((line) => [line.variantId, line.quantity]));
  for (const [at, one] of wanted.entries())
    try {
      await addToCart({ ...one, quantity: 1 }, `${key}-${at + 1}`);
    } catch (error) {
      const added = wanted.slice(0, at).map(({ variantId }) => variantId);
      const none = !asProblem(error).passing && (await takenOut(added, before));
      told({ at, none });
      throw error;
    }
}

async function takenOut(added: string[], before: Map<string, number>): Promise<boolean> {
  try {
    await setQuantities(added.map((one) => [one, before.get(one) ?? 0] as const));
    return true;
  } catch {
    return false;
  }
}

/** Every other change of the cart goes through here: shown at once, then asked for line by line. If
 * that is refused, the cart is shown as it is. */
export function changeCart(change: (cart: Cart) => Cart): Promise<void> {
  const before = readCart();
  const after = new Map(change(before).map((line) => [line.variantId, line.quantity]));
  const changed = before.filter((line) => after.get(line.variantId) !== line.quantity);
  if (changed.length === 0) return Promise.resolve();
  const steps = changed.map(({ variantId }) => [variantId, after.get(variantId) ?? 0] as const);
  return setQuantities(steps);
}

/** Says anew how many there are to be, also of what is there: its price is taken note of. */
export function setQuantities(steps: readonly (readonly [string, number])[]): Promise<void> {
  void stopReading();
  if (waiting === 0) said = known();
  show(steps);
  return inTurn(async () => {
    let answer: CartChangedAnswer | undefined;
    for (const [variantId, quantity] of steps) {
      const path = `/cart/items/${variantId}`;
      answer = await (quantity > 0
        ? put<CartChangedAnswer>(path, { quantity })
        : remove<CartChangedAnswer>(path));
    }
    return answer;
  });
}

/** What the server answered last, unless something newer is known or on its way. */
export function takeCart(answer: CartAnswer): void {
  cartKnown.write(true);
  if (waiting > 0 || answer.version < (known()?.version ?? 0)) return;
  queryClient.setQueryData(keyNow(), answer);
}

/** Whether a change is under way: what is shown is ahead of the server. */
export const isChanging = () => waiting > 0;

let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;
/** What the server said last, which is shown again where it cannot be asked. */
let said: CartAnswer | undefined;

/** One change after the other, so that the last one asked for is the last one made. */
async function inTurn(ask: () => Promise<CartChangedAnswer | undefined>): Promise<void> {
  waiting += 1;
  const asked = queue.then(ask);
  queue = asked.catch(() => undefined);
  try {
    const answer = await asked;
    waiting -= 1;
    if (answer) said = answer;
    if (answer) takeCart(answer);
  } catch (error) {
    waiting -= 1;
    if (waiting === 0 && said) queryClient.setQueryData(keyNow(), said);
    void renew([KEY]);
    throw error;
  }
}

const keyNow = () => cartQuery(preferredLocale()).queryKey;

function known(): CartAnswer | undefined {
  return queryClient.getQueryData(keyNow());
}

function linesOf(answer: CartAnswer | undefined): Cart {
  return answer?.items.map(lineOf) ?? [];
}

/** What is being read was asked before the change. */
function stopReading(): Promise<void> {
  return queryClient.cancelQueries({ queryKey: [KEY] });
}

function show(steps: readonly (readonly [string, number])[]): void {
  const now = new Map(steps);
  const asDecided = (item: CartItemShown): CartItemShown[] => {
    const quantity = now.get(item.variantId);
    if (quantity === undefined) return [item];
    return quantity > 0 ? [{ ...item, quantity, priceBefore: null }] : [];
  };
  queryClient.setQueryData(
    keyNow(),
    (cart) => cart && { ...cart, ...counted(cart.items.flatMap(asDecided)) },
  );
}

function counted(items: CartItemShown[]) {
  return { items, itemsCount: items.reduce((sum, { quantity }) => sum + quantity, 0) };
}
