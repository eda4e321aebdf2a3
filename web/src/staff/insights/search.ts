import type { Raw } from "../desk/search";

export const SPANS = [7, 30, 90] as const;

export type Span = (typeof SPANS)[number];

export interface StatSearch {
  days?: Span;
}

export function parseStatSearch(raw: Raw): StatSearch {
  return { days: SPANS.find((each) => each === Number(raw.days)) };
}
