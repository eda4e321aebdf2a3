import { amountIn, currenciesOf } from "../../base/amounts";
import type { StudioFigures, SessionTotals as Sums } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Figure, Total } from "./Figure";
import { changeOf } from "./figures";
import { cancelledShare, missedShare, share } from "./sessions";

interface Props {
  figures: StudioFigures;
  own: string | null | undefined;
}

/** The sums of the days, each beside what it was in the days before. */
export function SessionTotals({ figures: { totals, before }, own }: Props) {
  const { t, formats } = useLanguage();
  const lead = useLead();
  const currencies = currenciesOf([...totals.income, ...before.income], own);
  const count = (of: (sums: Sums) => number) => ({
    value: formats.number(of(totals)),
    before: formats.number(of(before)),
    change: changeOf(of(totals), of(before)),
  });
  return (
    <section aria-label={t("stats.totals")} data-testid="session-totals">
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line min-[480px]:grid-cols-2 min-[1100px]:grid-cols-4">
        <Total name={t("sessions.sessions")} hint={t("sessions.sessionsHint")}>
          <Figure {...count((sums) => sums.sessions)} />
        </Total>
        <Total name={t("sessions.income")} hint={t("sessions.incomeHint")}>
          {currencies.length === 0 && <p className="text-24 font-semibold">0</p>}
          {currencies.map((currency) => {
            const [now, then] = [totals, before].map((sums) => amountIn(sums.income, currency));
            return (
              <Figure
                key={currency}
                value={formats.price(now ?? 0, currency)}
                before={formats.price(then ?? 0, currency)}
                change={changeOf(now ?? 0, then ?? 0)}
              />
            );
          })}
        </Total>
        <Part
          name={t("sessions.load")}
          hint={t("sessions.loadHint")}
          now={share(totals.takenMinutes, totals.openMinutes)}
          then={share(before.takenMinutes, before.openMinutes)}
        />
        <Part
          name={t("sessions.returning")}
          hint={t("sessions.returningHint")}
          now={share(totals.returning, totals.clients)}
          then={share(before.returning, before.clients)}
          of={t("sessions.clientsCame", { count: totals.clients })}
        />
        <Part
          name={t("sessions.cancelled")}
          hint={t("sessions.cancelledHint")}
          now={cancelledShare(totals)}
          then={cancelledShare(before)}
          of={t("sessions.howMany", { count: totals.cancelled })}
        />
        <Part
          name={t("sessions.missed")}
          hint={t("sessions.missedHint")}
          now={missedShare(totals)}
          then={missedShare(before)}
          of={t("sessions.howMany", { count: totals.missed })}
        />
        <Total name={t("sessions.lead")} hint={t("sessions.leadHint")}>
          <Plain
            value={lead(totals.leadMinutes)}
            before={before.leadMinutes === null ? null : lead(before.leadMinutes)}
          />
        </Total>
        <Total name={t("sessions.clients")}>
          <Figure {...count((sums) => sums.clients)} />
        </Total>
      </dl>
      <p className="mt-2 text-13 text-ink-soft">
        {t("sessions.compared", {
          from: formats.dayOfUtc(before.from),
          to: formats.dayOfUtc(before.to),
        })}
      </p>
    </section>
  );
}

interface PartProps {
  name: string;
  hint: string;
  now: number | null;
  then: number | null;
  of?: string;
}

/** A part of a whole. */
function Part({ name, hint, now, then, of }: PartProps) {
  const { formats } = useLanguage();
  return (
    <Total name={name} hint={hint}>
      <Plain
        value={now === null ? "–" : formats.percent(now)}
        of={of}
        before={then === null ? null : formats.percent(then)}
      />
    </Total>
  );
}

function Plain(props: { value: string; of?: string | undefined; before: string | null }) {
  const { t } = useLanguage();
  const { value, of, before } = props;
  return (
    <div>
      <p className="tabular text-24 font-semibold">{value}</p>
      <p className="tabular text-13 text-ink-soft">
        {of && `${of}, `}
        {before === null ? t("sessions.unknownBefore") : t("sessions.before", { before })}
      </p>
    </div>
  );
}

/** How long before; in days, or of less than two in hours. */
function useLead() {
  const { t, formats } = useLanguage();
  return (minutes: number | null) => {
    if (minutes === null) return "–";
    const hours = minutes / 60;
    return hours < 48
      ? t("sessions.inHours", { value: formats.decimal(Math.round(hours * 10) / 10) })
      : t("sessions.inDays", { value: formats.decimal(Math.round(hours / 2.4) / 10) });
  };
}
