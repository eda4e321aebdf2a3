import { answerQuery } from "../../base/api/queries";
import type { DutiesShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What one of staff may do: all duties, ready-made sets of them, and who gives them. */
export const dutiesQuery = {
  ...answerQuery<DutiesShown>(["staff", "duties"], "/staff/duties"),
  staleTime: 60_000,
};

/** What is worked with, in the order in which it is chosen. */
export const FIELDS = [
  "orders",
  "refunds",
  "catalogue",
  "stock",
  "codes",
  "clients",
  "bookings",
  "promotions",
  "sellers",
  "books",
  "reports",
  "settings",
] as const;
export type WorkField = (typeof FIELDS)[number];

/** What a duty is called: `orders:write` as "Orders: change". */
export function useDutyWords(): (duty: string) => string {
  const { t } = useLanguage();
  return (duty) => {
    const [field, level] = duty.split(":");
    const known = FIELDS.find((one) => one === field);
    if (!known) return duty;
    return t(level === "write" ? "duty.changes" : "duty.reads", { what: t(`duty.of.${known}`) });
  };
}

/** Without those that others say as well: who may change may read. */
export function shownOnce(duties: readonly string[]): string[] {
  return duties.filter(
    (one) => !duties.includes(one.replace(/:read$/, ":write")) || /:write$/.test(one),
  );
}
