import { insist, put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery } from "../../base/api/queries";
import type { PreorderStaffBody, PreordersBody } from "../../base/api/schema";
import { type Place, renewGoods, variantAt } from "./places";

const pathOf = (place: Place, variantId: string) => `${variantAt(place, variantId)}/preorder`;

export const preordersQuery = (place: Place, locale: string) => ({
  ...answerQuery<PreordersBody>(["staff", "preorders", place, locale], `${place}/preorders`, {
    locale,
  }),
  staleTime: 0,
});

export const preorderQuery = (place: Place, variantId: string, locale: string) => ({
  ...answerQuery<PreorderStaffBody>(
    ["staff", "preorder", variantId, locale],
    pathOf(place, variantId),
    { locale },
  ),
  staleTime: 0,
});

/** Nothing of it was ever announced: that is no error. */
export const isNew = (error: unknown) =>
  error !== null && asProblem(error).code === "preorder-not-found";

interface Announced {
  units: number;
  expectedOn: string;
  endsAt: string | null;
  locationId?: string;
}

export async function announce(place: Place, variantId: string, asked: Announced) {
  const now = await put<PreorderStaffBody>(pathOf(place, variantId), asked);
  await renewGoods();
  return now;
}

interface Came {
  quantity: number;
  more: boolean;
}

export async function receive(place: Place, variantId: string, came: Came, key: string) {
  const now = await insist<PreorderStaffBody>(`${pathOf(place, variantId)}/receive`, came, key);
  await renewGoods();
  return now;
}
