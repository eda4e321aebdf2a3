import type { ImportFault, ImportReportBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";
import { usePlaces } from "../catalog/whose";

const KINDS = ["created", "updated", "unchanged"] as const;

/** What went in or would, and each row that does not, by its line. */
export function ReportTables({ id, report }: { id: string; report: ImportReportBody }) {
  const { t, formats } = useLanguage();
  return (
    <div className="space-y-4">
      <Panel title={t(report.dryRun ? "imports.would" : "imports.did")}>
        <div className="overflow-x-auto">
          <table className="w-full max-w-md text-15">
            <thead>
              <tr className="text-13 text-ink-soft">
                <td />
                {KINDS.map((kind) => (
                  <th key={kind} scope="col" className="px-2 py-1 text-right font-medium">
                    {t(`imports.kinds.${kind}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(["products", "variants"] as const).map((row) => (
                <tr key={row} className="border-t border-line">
                  <th scope="row" className="py-1.5 text-left font-normal">
                    {t(`imports.${row}`)}
                  </th>
                  {KINDS.map((kind) => (
                    <td key={kind} className="tabular px-2 py-1.5 text-right">
                      {formats.number(report[row][kind])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="pt-3 text-13 text-ink-soft">
          {t("imports.opened", { count: report.stock.opened })}
          {report.imagesFetched > 0 && ` ${t("imports.images", { count: report.imagesFetched })}`}
        </p>
      </Panel>
      {report.stock.moved.length > 0 && <Moved report={report} />}
      <Faults id={id} title="imports.leftOut" count={report.errorCount} faults={report.errors} />
      <Faults id={id} title="imports.toKnow" count={report.noticeCount} faults={report.notices} />
      {report.notTaken.length > 0 && <NotTaken columns={report.notTaken} />}
    </div>
  );
}

function Moved({ report }: { report: ImportReportBody }) {
  const { t, formats } = useLanguage();
  return (
    <section className="space-y-3">
      <h2 className="font-semibold">{t("imports.moved", { count: report.stock.movedCount })}</h2>
      <DataTable
        caption={t("imports.moved", { count: report.stock.movedCount })}
        columns={[
          {
            key: "handle",
            title: t("staff.column.product"),
            cell: (row) => [row.handle, optionWords(row.options)].filter(Boolean).join(", "),
          },
          { key: "sku", title: t("staff.column.sku"), wide: true, cell: (row) => row.sku },
          {
            key: "before",
            title: t("imports.before"),
            number: true,
            cell: (row) => formats.number(row.before),
          },
          {
            key: "after",
            title: t("imports.after"),
            number: true,
            cell: (row) => formats.number(row.after),
          },
        ]}
        rows={report.stock.moved}
        rowKey={(row) => row.variantId}
      />
    </section>
  );
}

/** What the file says and the shop has no place for. */
function NotTaken({ columns }: { columns: ImportReportBody["notTaken"] }) {
  const { t, formats } = useLanguage();
  return (
    <section className="space-y-3">
      <h2 className="font-semibold">{t("imports.notTaken", { count: columns.length })}</h2>
      <p className="text-13 text-ink-soft">{t("imports.notTakenHint")}</p>
      <DataTable
        caption={t("imports.notTaken", { count: columns.length })}
        columns={[
          {
            key: "column",
            title: t("imports.column"),
            cell: (row) => <span className="wrap-anywhere">{row.column}</span>,
          },
          {
            key: "products",
            title: t("imports.products"),
            number: true,
            cell: (row) => formats.number(row.products),
          },
        ]}
        rows={columns}
        rowKey={(row) => row.column}
      />
    </section>
  );
}

interface FaultsProps {
  id: string;
  title: "imports.leftOut" | "imports.toKnow";
  count: number;
  faults: ImportFault[];
}

function Faults({ id, title, count, faults }: FaultsProps) {
  const { t, formats } = useLanguage();
  const { own } = usePlaces();
  if (count === 0) return null;
  const rows = faults.map((fault, place) => ({ ...fault, place }));
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "line",
      title: t("imports.line"),
      number: true,
      cell: (row) => formats.number(row.line),
    },
    {
      key: "handle",
      title: t("imports.handle"),
      cell: (row) => <span className="block min-w-20 wrap-anywhere">{row.handle}</span>,
    },
    {
      key: "reason",
      title: t("imports.reason"),
      cell: (row) => <span className="block min-w-32 wrap-anywhere sm:min-w-48">{row.reason}</span>,
    },
  ];
  return (
    <section className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t(title, { count })}</h2>
        <DownloadLink href={`/api${own}/imports/${id}/faults.csv`} label={t("imports.download")} />
      </div>
      <DataTable
        caption={t(title, { count })}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.place}`}
      />
      {count > faults.length && (
        <p className="text-13 text-ink-soft">{t("imports.first", { count: faults.length })}</p>
      )}
    </section>
  );
}
