import { insist, newKey, put } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { CodesNow, StaffCodeSaid } from "../../base/api/schema";
import { type Place, renewGoods, variantAt } from "./places";

const pathOf = (place: Place, variantId: string) => `${variantAt(place, variantId)}/codes`;

export const codesQuery = (place: Place, variantId: string) => ({
  ...answerQuery<CodesNow>(["staff", "variant-codes", variantId], pathOf(place, variantId)),
  staleTime: 0,
});

/** The lines of what was pasted, or of a file: quotes around a whole line are a spreadsheet's. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replace(/""/g, '"')))
    .filter((line) => line !== "");
}

export async function bringCodes(place: Place, variantId: string, codes: string[], key: string) {
  const now = await insist<CodesNow>(pathOf(place, variantId), { codes }, key);
  await renewGoods();
  return now;
}

export async function deliverAs(
  place: Place,
  variantId: string,
  deliveredAs: CodesNow["deliveredAs"],
) {
  const now = await put<CodesNow>(`${variantAt(place, variantId)}/delivery`, { deliveredAs });
  await renewGoods();
  return now;
}

export const lookAt = (place: Place, variantId: string, codeId: string) =>
  insist<StaffCodeSaid>(`${pathOf(place, variantId)}/${codeId}/show`, {}, newKey());

/** Out of the list, or back into it. */
export async function moveCode(
  place: Place,
  variantId: string,
  codeId: string,
  step: "withdraw" | "restore",
  reason: string,
  key: string,
) {
  const now = await insist<CodesNow>(
    `${pathOf(place, variantId)}/${codeId}/${step}`,
    { reason },
    key,
  );
  await renewGoods();
  return now;
}
