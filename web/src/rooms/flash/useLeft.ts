import { clockText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { daysAndSeconds } from "../promotions/window";

/** How long until a moment, to be watched: 04:12, or 6 days 23:59:12. */
export function useLeft(until: string, now: number): string {
  const { t } = useLanguage();
  const { days, seconds } = daysAndSeconds(Date.parse(until) - now);
  const clock = clockText(seconds);
  return days > 0 ? t("flash.daysAnd", { count: days, clock }) : clock;
}
