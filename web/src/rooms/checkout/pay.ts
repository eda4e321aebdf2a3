import { insist, newKey } from "../../base/api/client";
import { Problem } from "../../base/api/problem";
import type { Creation, Payment, Scenario } from "../../base/api/types";
import { readHold, writeHold } from "../cart/hold";

export interface Attempt {
  reservationId: string;
  provider: string;
  scenario?: Scenario;
  /** One attempt, one key for each of its two requests. */
  key: string;
}

export function newAttempt(reservationId: string, provider: string, scenario?: Scenario): Attempt {
  return { reservationId, provider, scenario, key: newKey() };
}

/** Pays and asks for the order; `pending` means the provider has not answered yet. */
export async function pay(attempt: Attempt): Promise<"paid" | "pending"> {
  const { reservationId, provider, scenario, key } = attempt;
  const payment = await insist<Payment>(
    "/payments",
    { reservationId, provider, ...(scenario ? { scenario } : {}) },
    `${key}-payment`,
  );
  if (payment.status === "failed") throw new Problem(402, { code: "payment-failed" });
  if (payment.status === "pending" && provider === "manual") return "pending";
  const hold = readHold();
  if (hold?.reservationId === reservationId) writeHold({ ...hold, paymentId: payment.paymentId });
  const { status } = await insist<Creation>(
    "/orders/create",
    { reservationId, paymentId: payment.paymentId },
    `${key}-order`,
  );
  return status === "pending" ? "pending" : "paid";
}
