import { answerQuery } from "../../base/api/queries";
import type { GoodsLinesAnswer, GoodsPlacesAnswer, TimePlacesAnswer } from "../../base/api/schema";

export const linesKey = ["staff", "waiting"];
const OFTEN = 10_000;

export const linesQuery = {
  ...answerQuery<GoodsLinesAnswer>(linesKey, "/staff/waiting"),
  refetchInterval: OFTEN,
};

export function placesQuery(variantId: string) {
  const path = `/staff/waiting/${encodeURIComponent(variantId)}`;
  return {
    ...answerQuery<GoodsPlacesAnswer>([...linesKey, variantId], path),
    refetchInterval: OFTEN,
  };
}

export function timesQuery(locale: string) {
  return {
    ...answerQuery<TimePlacesAnswer>([...linesKey, "times", locale], "/staff/waiting-times", {
      locale,
    }),
    refetchInterval: OFTEN,
  };
}
