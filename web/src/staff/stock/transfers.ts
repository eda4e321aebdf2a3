import { insist, put } from "../../base/api/client";
import { listQuery, renew } from "../../base/api/queries";
import type { TransferBody, TransfersBody } from "../../base/api/schema";
import { ROWS } from "../desk/search";

const TRANSFERS = "/staff/transfers";
/** All of them, unless those under way, or those that ended, are asked for. */
export const WHICH_TRANSFERS = ["open", "ended"] as const;
export type WhichTransfers = (typeof WHICH_TRANSFERS)[number];

export function transfersQuery(which: WhichTransfers | undefined, locale: string) {
  const asked = { open: which && which === "open", locale, limit: ROWS };
  const key = ["staff", "transfers", which ?? "all", locale];
  return { ...listQuery<TransfersBody>(key, TRANSFERS, asked), staleTime: 0 };
}

interface Sent {
  variantId: string;
  fromLocationId: string | undefined;
  toLocationId: string | undefined;
  quantity: number;
  reason: string;
  expectedOn: string | null;
}

/** Out of one location now; into the other when it arrives. */
export const sendOff = (sent: Sent, key: string) => insist<TransferBody>(TRANSFERS, sent, key);

export const arrive = (
  { id }: TransferBody,
  what: { came: number; lost: number; reason: string },
  key: string,
) => insist<TransferBody>(`${TRANSFERS}/${id}/arrive`, what, key);

export const changeDay = ({ id }: TransferBody, expectedOn: string | null) =>
  put<TransferBody>(`${TRANSFERS}/${id}/expected`, { expectedOn });

export const callBack = ({ id }: TransferBody, reason: string, key: string) =>
  insist<TransferBody>(`${TRANSFERS}/${id}/cancel`, { reason }, key);

export const renewTransfers = () => renew(["staff"], ["products"]);
