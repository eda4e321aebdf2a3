import { insist, newKey } from "../../base/api/client";
import { Problem } from "../../base/api/problem";
import type { CreateAnswer, PayAnswer, SourceForm } from "../../base/api/schema";
import type { Scenario } from "../../base/api/types";
import { embedded } from "../../base/embedded";
import { keepTry } from "../cart/tried";

export interface Attempt {
  reservationId: string;
  provider: string;
  scenario?: Scenario;
  /** What of one's own pays first, in this order. */
  sources?: SourceForm[];
  /** The buyer asks the provider to keep the card. */
  saveCard?: boolean;
  /** And agrees that it is charged on each day of the repeat order. */
  chargeLater?: boolean;
  /** Which of one's kept cards pays, without the provider's page. */
  cardId?: string;
  /** One attempt, one key for each of its two requests. */
  key: string;
}

export function newAttempt(
  reservationId: string,
  provider: string,
  scenario?: Scenario,
  sources: SourceForm[] = [],
  card: Pick<Attempt, "saveCard" | "chargeLater" | "cardId"> = {},
): Attempt {
  return { reservationId, provider, scenario, sources, ...card, key: newKey() };
}

/** Pays and asks for the order. `pending`: the provider has not answered yet; `elsewhere`: the browser
 * is on its way to the provider's page, from which it comes back to the order's. In a frame no
 * provider shows its page: the order's links to it. */
export async function pay(
  orderId: string,
  attempt: Attempt,
): Promise<"paid" | "pending" | "elsewhere"> {
  const { reservationId, provider, scenario, sources = [], key } = attempt;
  const { saveCard, chargeLater, cardId } = attempt;
  const payment = await insist<PayAnswer>(
    sources.length > 0 ? "/payments/mix" : "/payments",
    {
      reservationId,
      provider,
      ...(scenario ? { scenario } : {}),
      ...(sources.length > 0 ? { sources } : {}),
      ...(saveCard ? { saveCard } : {}),
      ...(chargeLater ? { chargeLater } : {}),
      ...(cardId ? { cardId } : {}),
    },
    `${key}-payment`,
  );
  if (payment.status === "failed") throw new Problem(402, { code: "payment-failed" });
  if (payment.status === "pending" && provider === "manual") return "pending";
  const page = payment.nextAction?.redirectUrl;
  const { paymentId } = payment;
  keepTry({ orderId, reservationId, paymentId, elsewhere: Boolean(page) });
  if (page) {
    if (embedded) return "pending";
    window.location.assign(page);
    return "elsewhere";
  }
  const { status } = await insist<CreateAnswer>(
    "/orders/create",
    { reservationId, paymentId },
    `${key}-order`,
  );
  return status === "pending" ? "pending" : "paid";
}
