import type { BookingDemand } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { partOf } from "./demand";
import { Total } from "./Figure";

const STEPS = ["looked", "held", "paid", "tookPlace"] as const;
const HINTS = { looked: "demand.lookedHint", held: "demand.heldHint" } as const;

/** How many went how far, each step beside the one before it and the days before. */
export function DemandFunnel({ funnel, before }: Pick<BookingDemand, "funnel" | "before">) {
  const { t, formats } = useLanguage();
  return (
    <section aria-label={t("demand.funnel")} data-testid="demand-funnel" className="space-y-3">
      <h2 className="text-18 font-semibold">{t("demand.funnel")}</h2>
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line min-[480px]:grid-cols-2 min-[1100px]:grid-cols-4">
        {STEPS.map((step, place) => {
          const last = STEPS[place - 1];
          const part = last === undefined ? null : partOf(funnel[step], funnel[last]);
          const hint = step === "looked" || step === "held" ? t(HINTS[step]) : undefined;
          return (
            <Total key={step} name={t(`demand.${step}`)} {...(hint && { hint })}>
              <p className="tabular text-24 font-semibold">{formats.number(funnel[step])}</p>
              <p className="tabular text-13 text-ink-soft">
                {part !== null && `${t("demand.ofBefore", { part: formats.percent(part) })}; `}
                {step === "tookPlace" &&
                  funnel.toCome > 0 &&
                  `${t("demand.toCome", { count: funnel.toCome })}; `}
                {t("demand.before", { before: formats.number(before[step]) })}
              </p>
            </Total>
          );
        })}
      </dl>
      <p className="text-13 text-ink-soft">
        {t("demand.compared", {
          from: formats.dayOfUtc(before.from),
          to: formats.dayOfUtc(before.to),
        })}
      </p>
    </section>
  );
}
