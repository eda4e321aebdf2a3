import { answerQuery } from "../../base/api/queries";
import type { Statistics } from "../../base/api/schema";

export function statisticsQuery(from: string, to: string, locale: string) {
  const asked = { from, to, locale };
  const query = answerQuery<Statistics>(["staff", "statistics", asked], "/staff/statistics", asked);
  return { ...query, refetchInterval: 30_000 };
}
