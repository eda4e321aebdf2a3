import { put, remove, withQuery } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { MissesBody, SynonymsBody } from "../../base/api/schema";
import { ROWS } from "../desk/search";

const SYNONYMS = "/staff/search/synonyms";
const MISSES = "/staff/search/misses";

export const synonymsQuery = {
  ...answerQuery<SynonymsBody>(["staff", "synonyms"], SYNONYMS),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

export const missesQuery = {
  ...listQuery<MissesBody>(["staff", "misses"], MISSES, { limit: ROWS }),
  staleTime: 0,
  refetchInterval: 10_000,
};

export function saveSynonyms(revision: number, groups: string[][]): Promise<SynonymsBody> {
  return put<SynonymsBody>(SYNONYMS, { revision, groups });
}

/** Count one search without results from nought again; all of them, if none is named. */
export async function forgetMisses(query?: string): Promise<void> {
  await remove(withQuery(MISSES, { query }));
  await renew(missesQuery.queryKey);
}
