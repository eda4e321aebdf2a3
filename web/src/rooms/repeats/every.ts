import { useLanguage } from "../../base/i18n/format";

/** An interval in words: `4w` is every 4 weeks. */
export function useEvery(): (every: string) => string {
  const { t } = useLanguage();
  return (every) =>
    t(every.endsWith("w") ? "repeats.weeks" : "repeats.months", {
      count: Number.parseInt(every, 10),
    });
}
