import { insist } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  ListedAnswer,
  RuleFigures,
  SuspectAnswer,
  SuspectShown,
  SuspectsAnswer,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

const FRAUD = "/staff/fraud";

/** All of them, unless those of a state are asked for. */
export const WHICH = [
  "held",
  "released",
  "refused",
  "passed",
] as const satisfies readonly SuspectShown["status"][];
export type Which = (typeof WHICH)[number];

export const suspectsQuery = (status: Which | undefined) => ({
  ...listQuery<SuspectsAnswer>(["staff", "fraud", status ?? "all"], FRAUD, { status, limit: ROWS }),
  refetchInterval: 10_000,
});

export const figuresQuery = answerQuery<RuleFigures>(
  ["staff", "fraud", "figures"],
  `${FRAUD}/figures`,
);
export const listedQuery = answerQuery<ListedAnswer>(["staff", "fraud", "list"], `${FRAUD}/list`);

export const renewFraud = () => renew(["staff"], ["orders"]);

export const release = (key: string, orderId: string, note: string) =>
  insist<SuspectAnswer>(`${FRAUD}/${orderId}/release`, { note }, key);

export const refuse = (key: string, orderId: string, reason: string) =>
  insist<SuspectAnswer>(`${FRAUD}/${orderId}/refuse`, { reason }, key);

export interface LineAsked {
  kind: "account" | "card" | "device" | "address" | "country";
  value: string;
  word: "allow" | "block";
  note: string;
}

export const putLine = (key: string, line: LineAsked) =>
  insist<ListedAnswer>(`${FRAUD}/list`, line, key);
