import { insist, put } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { OwnPageBody, OwnReturnAnswer, OwnReturns, SubOrderBody } from "../../base/api/schema";
import { oneOf, searchOf, text } from "../../base/search";
import { ownPlace } from "../../rooms/selling/queries";
import { WHICH, type Which } from "../returns/queries";
import type { PageWords } from "../sellers/PageFields";

/** The list's filter lives in the address. */
export const readOwnReturns = searchOf({ seller: text, status: oneOf(WHICH) });

const ROWS = 20;

export const ownReturnsQuery = (sellerId: string, status: Which | undefined) => ({
  ...listQuery<OwnReturns>(
    ["seller", "returns", sellerId, status ?? "all"],
    `${ownPlace(sellerId)}/returns`,
    { status, limit: ROWS },
  ),
  staleTime: 0,
  refetchInterval: 15_000,
});

export const ownReturnPath = (sellerId: string, returnId: string) =>
  `${ownPlace(sellerId)}/returns/${encodeURIComponent(returnId)}`;

export const ownReturnQuery = (sellerId: string, returnId: string) => ({
  ...answerQuery<OwnReturnAnswer>(
    ["seller", "return", sellerId, returnId],
    ownReturnPath(sellerId, returnId),
  ),
  staleTime: 0,
});

export const ownParcels = ({ sellerId, orderId }: SubOrderBody) =>
  `${ownPlace(sellerId)}/orders/${orderId}/parcels`;

/** Some lines of it, or all that is left. */
export async function packOrder(key: string, order: SubOrderBody, lines?: object[]): Promise<void> {
  await insist<SubOrderBody>(`${ownParcels(order)}/pack`, lines ? { lines } : {}, key);
  await renew(["seller", "orders", order.sellerId]);
}

export async function callOffUnits(
  key: string,
  order: SubOrderBody,
  asked: { lines: object[]; reason: string },
): Promise<void> {
  const path = `${ownPlace(order.sellerId)}/orders/${order.orderId}/cancel-units`;
  await insist<SubOrderBody>(path, asked, key);
  await renew(["seller", "orders", order.sellerId]);
}

export const ownPageQuery = (sellerId: string) => ({
  ...answerQuery<OwnPageBody>(["seller", "page", sellerId], `${ownPlace(sellerId)}/page`),
  staleTime: 0,
  refetchOnWindowFocus: false,
});

export const saveOwnPage = (
  sellerId: string,
  { about, abouts, logo }: PageWords,
  version: number,
) => put<OwnPageBody>(`${ownPlace(sellerId)}/page`, { about: about.trim(), abouts, logo }, version);

export const renewOwnPage = (sellerId: string) => renew(["seller", "page", sellerId]);
