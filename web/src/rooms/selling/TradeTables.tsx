import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { BestTraded, DeadStock, RunningOut, TradeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { moneyColumns } from "../../design/moneyColumns";
import { useUnits } from "../../design/units";
import { Cohorts } from "./Cohorts";
import { share } from "./trade";

/** What sells best, what will soon be gone, what nobody buys. */
export function TradeTables({ trade, currencies }: { trade: TradeBody; currencies: string[] }) {
  const { t, formats } = useLanguage();
  const { best, cohorts, dead, runningOut } = trade;
  const product = useProduct();
  const units = useUnits();
  const stocked = { cell: (row: { stock: number }) => units(row.stock) };
  const count = <Row,>(key: string, title: string, value: (row: Row) => number): Column<Row> => ({
    key,
    title,
    number: true,
    value,
  });
  return (
    <>
      {best.length > 0 && (
        <Titled title={t("trade.best")} hint={t("trade.bestHint")}>
          <DataTable
            cards
            caption={t("trade.best")}
            columns={[
              product<BestTraded>(),
              count<BestTraded>("units", t("trade.units"), (row) => row.units),
              { ...count<BestTraded>("back", t("trade.back"), (row) => row.back), wide: true },
              ...moneyColumns<BestTraded>(
                "net",
                t("trade.net"),
                currencies,
                formats,
                (row) => row.net,
              ),
              {
                ...count<BestTraded>("visits", t("trade.visits"), (row) => row.visits),
                wide: true,
              },
              {
                key: "conversion",
                title: t("trade.conversion"),
                number: true,
                wide: true,
                value: (row) => share(row.orders, row.visits) ?? 0,
                cell: (row) => (row.visits === 0 ? "–" : formats.percent(row.orders / row.visits)),
              },
            ]}
            rows={best}
            rowKey={(row) => row.productId}
          />
        </Titled>
      )}
      {runningOut.length > 0 && (
        <Titled title={t("trade.runningOut")} hint={t("trade.runningOutHint")}>
          <DataTable
            cards
            caption={t("trade.runningOut")}
            columns={[
              product<RunningOut>(),
              { ...count<RunningOut>("stock", t("trade.stock"), (row) => row.stock), ...stocked },
              { ...count<RunningOut>("kept", t("trade.units"), (row) => row.kept), wide: true },
              count<RunningOut>("days", t("trade.cover"), (row) => row.days),
            ]}
            rows={runningOut}
            rowKey={(row) => row.productId}
          />
        </Titled>
      )}
      {dead.length > 0 && (
        <Titled title={t("trade.dead")} hint={t("trade.deadHint")}>
          <DataTable
            cards
            caption={t("trade.dead")}
            columns={[
              product<DeadStock>(),
              { ...count<DeadStock>("stock", t("trade.stock"), (row) => row.stock), ...stocked },
              {
                key: "last",
                title: t("trade.lastSold"),
                value: (row) => row.lastSold ?? "",
                cell: (row) => (row.lastSold ? formats.dayOfUtc(row.lastSold) : t("trade.never")),
              },
            ]}
            rows={dead}
            rowKey={(row) => row.productId}
          />
        </Titled>
      )}
      {cohorts.length > 0 && (
        <Titled title={t("trade.cohorts")} hint={t("trade.cohortsHint")}>
          <Cohorts cohorts={cohorts} />
        </Titled>
      )}
    </>
  );
}

function Titled(props: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className="min-w-0 space-y-3">
      <div>
        <h2 className="text-18 font-semibold">{props.title}</h2>
        <p className="text-13 text-ink-soft">{props.hint}</p>
      </div>
      {props.children}
    </section>
  );
}

type TradeProduct = Pick<BestTraded, "name" | "handle">;

function useProduct() {
  const { t } = useLanguage();
  return <Row extends TradeProduct>(): Column<Row> => ({
    key: "product",
    title: t("trade.product"),
    value: (row) => row.name,
    cell: (row) => (
      <Link
        to="/product/$handle"
        params={{ handle: row.handle }}
        className="inline-flex min-h-8 min-w-36 items-center font-medium wrap-anywhere hover:text-accent"
      >
        {row.name}
      </Link>
    ),
  });
}
