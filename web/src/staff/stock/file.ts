import { upload, withQuery } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { FileNow } from "../../base/api/schema";

/** Bytes of a file that goods may be. */
export const MOST_BYTES = 200 * 1024 * 1024;

/** A large file takes its time, from whichever line. */
const PATIENCE = 900_000;

const pathOf = (variantId: string) => `/staff/variants/${variantId}/file`;

export const fileQuery = (variantId: string) => ({
  ...answerQuery<FileNow>(["staff", "variant-file", variantId], pathOf(variantId)),
  staleTime: 0,
});

export async function bringFile(variantId: string, file: File, key: string) {
  const path = withQuery(pathOf(variantId), { name: file.name.slice(-200) });
  const now = await upload<FileNow>(path, file, "application/octet-stream", key, PATIENCE);
  await renew(["staff"], ["products"]);
  return now;
}
