import { insist, newKey, put } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { CodesNow, StaffCodeSaid } from "../../base/api/schema";

const pathOf = (variantId: string) => `/staff/variants/${variantId}/codes`;

export const codesQuery = (variantId: string) => ({
  ...answerQuery<CodesNow>(["staff", "variant-codes", variantId], pathOf(variantId)),
  staleTime: 0,
});

/** The lines of what was pasted, or of a file: quotes around a whole line are a spreadsheet's. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replace(/""/g, '"')))
    .filter((line) => line !== "");
}

/** What lists the variant is read anew before its dialog closes, so that the next one opens on it. */
const renewed = () => renew(["staff"], ["products"]);

export async function bringCodes(variantId: string, codes: string[], key: string) {
  const now = await insist<CodesNow>(pathOf(variantId), { codes }, key);
  await renewed();
  return now;
}

export async function deliverAs(variantId: string, deliveredAs: CodesNow["deliveredAs"]) {
  const now = await put<CodesNow>(`/staff/variants/${variantId}/delivery`, { deliveredAs });
  await renewed();
  return now;
}

export const lookAt = (variantId: string, codeId: string) =>
  insist<StaffCodeSaid>(`${pathOf(variantId)}/${codeId}/show`, {}, newKey());

/** Out of the list, or back into it. */
export async function moveCode(
  variantId: string,
  codeId: string,
  step: "withdraw" | "restore",
  reason: string,
  key: string,
) {
  const now = await insist<CodesNow>(`${pathOf(variantId)}/${codeId}/${step}`, { reason }, key);
  await renewed();
  return now;
}
