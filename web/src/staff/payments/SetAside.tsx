import type { MoneySetAside } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import type { Column } from "../../design/DataTable";
import { useProviderName } from "../desk/providerNames";
import { MoneyPart, MoneyTable } from "./MoneyTable";

/** Money that is taken when its order is sent, and until when that can be done. */
export function SetAside({ rows }: { rows: MoneySetAside[] }) {
  const { t } = useLanguage();
  const nameOf = useProviderName();
  if (rows.length === 0) return null;
  const provider: Column<MoneySetAside> = {
    key: "provider",
    title: t("payReport.provider"),
    wide: true,
    value: (row) => nameOf(row.provider),
  };
  const columns: Column<MoneySetAside>[] = [
    {
      key: "ends",
      title: t("payReport.endsAt"),
      value: (row) => row.endsAt ?? "",
      cell: (row) => <Ends row={row} />,
    },
  ];
  return (
    <MoneyPart title={t("payReport.setAside")}>
      <MoneyTable
        title={t("payReport.setAside")}
        rows={rows}
        rowKey={(row) => row.paymentId}
        before={[provider]}
        after={columns}
      />
    </MoneyPart>
  );
}

function Ends({ row }: { row: MoneySetAside }) {
  const { t, formats } = useLanguage();
  if (row.refused !== null)
    return (
      <span className="text-danger wrap-anywhere">
        {t("payReport.refusedBy", { why: row.refused })}
      </span>
    );
  if (!row.endsAt) return <span className="text-ink-soft">{t("payReport.noEnd")}</span>;
  return (
    <time dateTime={row.endsAt} className="tabular">
      {formats.until(row.endsAt)}
    </time>
  );
}
