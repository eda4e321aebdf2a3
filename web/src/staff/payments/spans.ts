/** The first and the last day of books, both counted. */
export interface Span {
  from: string;
  to: string;
}

export const PRESETS = ["thisMonth", "lastMonth", "thisQuarter", "lastQuarter"] as const;
export type Preset = (typeof PRESETS)[number];

const written = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** What accountants ask for, seen from a day. What still goes on ends with the day before, which is
 * over; on its first day with that. */
export function spanOf(preset: Preset, today: string): Span {
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  const months = preset.endsWith("Month") ? 1 : 3;
  const begins = month - 1 - ((month - 1) % months);
  if (preset.startsWith("last"))
    return { from: written(year, begins - months, 1), to: written(year, begins, 0) };
  const from = written(year, begins, 1);
  const yesterday = written(year, month - 1, day - 1);
  return { from, to: today === from ? from : yesterday };
}

/** Which of them a span is. */
export function presetOf(span: Partial<Span>, today: string): Preset | undefined {
  return PRESETS.find((each) => {
    const { from, to } = spanOf(each, today);
    return span.from === from && span.to === to;
  });
}

const MOST_DAYS = 366;

/** What is wrong with it: the days stand the wrong way round, or are more than the server gives. */
export function faultOf({ from, to }: Span): "reversed" | "tooLong" | undefined {
  if (to < from) return "reversed";
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return days > MOST_DAYS ? "tooLong" : undefined;
}
