import { upload, withQuery } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { FileNow } from "../../base/api/schema";
import { type Place, renewGoods, variantAt } from "./places";

/** Bytes of a file that goods may be. */
export const MOST_BYTES = 200 * 1024 * 1024;

/** A large file takes its time, from whichever line. */
const PATIENCE = 900_000;

const pathOf = (place: Place, variantId: string) => `${variantAt(place, variantId)}/file`;

export const fileQuery = (place: Place, variantId: string) => ({
  ...answerQuery<FileNow>(["staff", "variant-file", variantId], pathOf(place, variantId)),
  staleTime: 0,
});

export async function bringFile(place: Place, variantId: string, file: File, key: string) {
  const path = withQuery(pathOf(place, variantId), { name: file.name.slice(-200) });
  const now = await upload<FileNow>(path, file, "application/octet-stream", key, PATIENCE);
  await renewGoods();
  return now;
}
