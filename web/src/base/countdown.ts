type Phase = "calm" | "last-minute" | "over";

/** The seconds left at which a screen reader is told; in between it is left in peace. */
const MILESTONES = [600, 300, 120, 60, 30, 10] as const;

interface Countdown {
  seconds: number;
  phase: Phase;
  /** From 1 (all of the time left) to 0. */
  share: number;
}

/** All from the server's words: when the hold ends, how long it is, and what time it is there. */
export function countdown(expiresAt: string, now: number, holdSeconds: number): Countdown {
  const most = holdSeconds > 0 ? holdSeconds : Number.POSITIVE_INFINITY;
  const left = Math.min(most, Math.max(0, (Date.parse(expiresAt) - now) / 1000));
  const seconds = Math.ceil(left);
  const phase = seconds === 0 ? "over" : seconds <= 60 ? "last-minute" : "calm";
  return { seconds, phase, share: holdSeconds > 0 ? Math.min(1, left / holdSeconds) : 0 };
}

/** The milestone passed between two looks; the smallest if a sleeping tab passed several. */
export function milestone(before: number, after: number): number | null {
  const passed = MILESTONES.filter((each) => before > each && after <= each && after > 0);
  return passed.at(-1) ?? null;
}

/** `04:12`, or `1:04:12` when it is more than an hour. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const text = `${pad(Math.floor((whole % 3600) / 60))}:${pad(whole % 60)}`;
  return hours > 0 ? `${hours}:${text}` : text;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What is left of a span: `04:12` within the hour, then "72 min", "47 hours", "2 days". Whole
 * units only; the time of the end stands beside it. */
export function leftText(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < HOUR) return clockText(whole);
  const [size, unit, unitDisplay] =
    whole < 2 * HOUR
      ? ([60, "minute", "short"] as const)
      : whole < 2 * DAY
        ? ([HOUR, "hour", "long"] as const)
        : ([DAY, "day", "long"] as const);
  const words = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay });
  return words.format(Math.round(whole / size));
}

/** A length of time in words, in its largest unit: "3 days". */
export function spanText(seconds: number, locale: string): string {
  const [value, unit] =
    seconds >= 86_400
      ? [seconds / 86_400, "day"]
      : seconds >= 3600
        ? [seconds / 3600, "hour"]
        : [seconds / 60, "minute"];
  const words = new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: 1,
  });
  return words.format(value);
}
