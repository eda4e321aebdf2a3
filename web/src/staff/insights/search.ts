import { searchOf } from "../../base/search";

export const SPANS = [7, 30, 90] as const;

export type Span = (typeof SPANS)[number];

export const readStatSearch = searchOf({
  days: (value) => SPANS.find((each) => each === Number(value)),
});
