import { Kept } from "../../base/kept";

/** The payment that was begun last in this browser, of whatever order: its success may still arrive,
 * even after the hold ended. */
export interface Tried {
  orderId: string;
  reservationId: string;
  paymentId: string;
  /** It is made on the provider's page. */
  elsewhere?: boolean;
  /** What was chosen there did not pay. */
  declined?: boolean;
}

const kept = new Kept<Tried | null>("holdfast.tried", {
  storage: () => localStorage,
  parse: (text) => {
    const value = JSON.parse(text ?? "null") as Tried | null;
    return value?.orderId && value.paymentId ? value : null;
  },
  text: (tried) => tried && JSON.stringify(tried),
  shared: true,
});

export const keepTry = kept.write;

const of = (tried: Tried | null, orderId: string) => (tried?.orderId === orderId ? tried : null);

export function tryOf(orderId: string): Tried | null {
  return of(kept.read(), orderId);
}

export function useTry(orderId: string): Tried | null {
  return of(kept.use(), orderId);
}

export function forgetTry(orderId: string): void {
  if (tryOf(orderId)) keepTry(null);
}

/** Whether what was begun for it may still pay. */
export function mayStillPay(orderId: string): boolean {
  const tried = tryOf(orderId);
  return tried !== null && !tried.declined;
}
