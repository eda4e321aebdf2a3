import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { fewestOf, isDecided } from "./said";

/** Percent, or points of it, to one decimal. */
export function usePoints() {
  const { formats } = useLanguage();
  const one = (part: number) => Math.round(part * 1000) / 10;
  return {
    rate: (part: number) => `${formats.decimal(one(part))}%`,
    apart: (part: number) =>
      `${part > 0 ? "+" : part < 0 ? "\u2212" : ""}${formats.decimal(Math.abs(one(part)))}`,
  };
}

/** What can be said of an experiment, in sentences. */
export function useSaid() {
  const { t, formats } = useLanguage();
  const { apart } = usePoints();
  return (one: ExperimentBody): string[] => {
    const fewest = fewestOf(one);
    const needed = formats.number(one.needed);
    if (one.uneven) return [t("experiments.said.uneven")];
    if (!isDecided(one) && fewest)
      return [
        t(one.status === "ended" ? "experiments.said.tooFew" : "experiments.said.tooEarly", {
          needed,
          name: fewest.name,
          visitors: formats.number(fewest.outcome.visitors),
        }),
      ];
    return one.variants.flatMap(({ name, outcome: { verdict, difference } }) => {
      if (!difference || verdict === "control" || verdict === "too-early") return [];
      const [value, low, high] = [difference.value, difference.low, difference.high].map(apart);
      return [t(`experiments.said.${verdict}`, { name, value, low, high })];
    });
  };
}
