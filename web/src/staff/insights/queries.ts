import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { Statistics } from "../../base/api/types";

export function statisticsQuery(from: string, to: string, locale: string) {
  return queryOptions({
    queryKey: ["staff", "statistics", from, to, locale],
    queryFn: ({ signal }) => get<Statistics>("/staff/statistics", { from, to, locale }, signal),
    refetchInterval: 30_000,
  });
}
