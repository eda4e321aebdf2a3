import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { Notice } from "../../design/Notice";
import { conversionsOf, isDecided } from "./said";
import { usePoints, useSaid } from "./useSaid";

type Variant = ExperimentBody["variants"][number];

/** The variants beside each other; what can be said of them stands first. */
export function Comparison({ one }: { one: ExperimentBody }) {
  const { t, formats } = useLanguage();
  const said = useSaid()(one);
  const tone = one.uneven ? "danger" : isDecided(one) ? "free" : "calm";
  return (
    <div className="space-y-4">
      <Notice tone={tone} title={said[0]} testId="said">
        {said.slice(1).map((each) => (
          <p key={each}>{each}</p>
        ))}
        {!isDecided(one) && one.status === "running" && <p>{t("experiments.peeking")}</p>}
      </Notice>
      <Table one={one} />
      <p className="text-13 text-ink-soft">
        {t("experiments.how", { needed: formats.number(one.needed) })}
      </p>
    </div>
  );
}

function Table({ one }: { one: ExperimentBody }) {
  const { t, formats } = useLanguage();
  const { rate, apart } = usePoints();
  const between = (low: string, high: string) => t("experiments.between", { low, high });
  const columns: Column<Variant>[] = [
    { key: "name", title: t("experiments.variant"), value: (row) => row.name },
    {
      key: "visitors",
      title: t("experiments.visitors"),
      number: true,
      value: (row) => row.outcome.visitors,
    },
    {
      key: "conversions",
      title: t(`experiments.column.${one.goal}`),
      number: true,
      value: (row) => conversionsOf(one, row),
    },
    {
      key: "rate",
      title: t("experiments.rate"),
      number: true,
      value: (row) => row.outcome.rate.value,
      text: (row) => rate(row.outcome.rate.value),
      cell: ({ outcome }) => (
        <>
          <span className="block font-medium">
            {outcome.visitors > 0 ? rate(outcome.rate.value) : "–"}
          </span>
          {outcome.visitors > 0 && (
            <span className="block text-13 text-ink-soft">
              {between(rate(outcome.rate.low), rate(outcome.rate.high))}
            </span>
          )}
        </>
      ),
    },
    {
      key: "difference",
      title: t("experiments.difference"),
      number: true,
      value: (row) => row.outcome.difference?.value ?? 0,
      text: ({ outcome }) => (outcome.difference ? apart(outcome.difference.value) : ""),
      cell: ({ outcome: { difference, visitors } }) =>
        difference && visitors > 0 ? (
          <>
            <span className="block font-medium">{apart(difference.value)}</span>
            <span className="block text-13 text-ink-soft">
              {between(apart(difference.low), apart(difference.high))}
            </span>
          </>
        ) : (
          "–"
        ),
    },
    {
      key: "other",
      title: t(
        `experiments.column.${one.goal === "order-paid" ? "booking-confirmed" : "order-paid"}`,
      ),
      number: true,
      wide: true,
      value: ({ outcome }) => (one.goal === "order-paid" ? outcome.bookings : outcome.orders),
      cell: ({ outcome }) =>
        formats.number(one.goal === "order-paid" ? outcome.bookings : outcome.orders),
    },
  ];
  return (
    <DataTable
      caption={t("experiments.comparison")}
      columns={columns}
      rows={one.variants}
      rowKey={(row) => row.name}
      cards
    />
  );
}
