import { insist } from "../../base/api/client";
import { Problem } from "../../base/api/problem";
import type { PayAnswer, TopUpAnswer } from "../../base/api/schema";
import type { Scenario } from "../../base/api/types";

/** In a demo money may come at once; otherwise a payment brings it. */
export const DEMO_WAYS = ["atOnce", "success", "decline", "late"] as const;
export type Way = (typeof DEMO_WAYS)[number];

interface TopUpAsked {
  walletId: string;
  amount: number;
  provider?: string;
  scenario?: Scenario;
}

/** Tops a wallet up, with one key for each of the requests; without a provider at once. `pending`: the money comes when it is decided. */
export async function topUp(key: string, asked: TopUpAsked): Promise<TopUpAnswer> {
  const { walletId, amount, provider, scenario } = asked;
  const path = `/wallets/${walletId}/top-ups`;
  if (!provider) return insist<TopUpAnswer>(path, { amount }, `${key}-top-up`);
  const payment = await insist<PayAnswer>(
    "/payments",
    { walletId, amount, provider, ...(scenario ? { scenario } : {}) },
    `${key}-payment`,
  );
  if (payment.status === "failed") throw new Problem(402, { code: "payment-failed" });
  const page = payment.nextAction?.redirectUrl;
  if (page) window.location.assign(page); // it comes back to the wallet; the money does so by itself
  return insist<TopUpAnswer>(path, { amount, paymentId: payment.paymentId }, `${key}-top-up`);
}
