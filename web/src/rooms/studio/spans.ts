import { useLanguage } from "../../base/i18n/format";
import { useDays } from "./days";

export const BY = ["day", "week", "month"] as const;
export type By = (typeof BY)[number];

/** What a day, a week or a month is called, by its first day. */
export function useSpanName(by: By): (begins: string) => string {
  const { t } = useLanguage();
  const days = useDays();
  if (by === "month") return days.month;
  return by === "week" ? (begins) => t("own.week", { day: days.short(begins) }) : days.short;
}

/** A part of a whole; null: there is no whole. */
export const partOf = (part: number, whole: number): number | null =>
  whole > 0 ? part / whole : null;
