import { useMutation } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { UnregisteredReceipt } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import type { Column } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Moment } from "../../design/Moment";
import { MoneyPart, MoneyTable } from "./MoneyTable";

const KINDS = {
  paid: "payReport.receiptPaid",
  refunded: "payReport.receiptBack",
  handed: "payReport.receiptHanded",
} as const;

/** Receipts that the tax service did not take: each is made another way, and said so. */
export function Receipts({ rows }: { rows: UnregisteredReceipt[] }) {
  const { t } = useLanguage();
  const saying = useMutation({
    mutationFn: (id: string) => put(`/staff/receipts/${id}/by-hand`, {}),
    onSuccess: () => renew(["staff", "payment-report"], ["staff", "home"]),
  });
  if (rows.length === 0) return null;
  const kind: Column<UnregisteredReceipt> = {
    key: "kind",
    title: t("payReport.receiptOf"),
    wide: true,
    value: (row) => row.kind,
    cell: (row) => t(KINDS[row.kind]),
  };
  const columns: Column<UnregisteredReceipt>[] = [
    {
      key: "reference",
      title: t("payReport.reference"),
      wide: true,
      value: (row) => row.reference,
      cell: (row) => <span className="text-13 wrap-anywhere">{row.reference}</span>,
    },
    {
      key: "noted",
      title: t("payReport.since"),
      wide: true,
      value: (row) => row.notedAt,
      cell: (row) => <Moment at={row.notedAt} />,
    },
    {
      key: "act",
      title: t("payReport.receiptAct"),
      value: () => "",
      cell: (row) => (
        <Button
          size="s"
          busy={saying.isPending && saying.variables === row.id}
          onClick={() => saying.mutate(row.id)}
        >
          {t("payReport.receiptDone")}
        </Button>
      ),
    },
  ];
  return (
    <MoneyPart
      title={t("payReport.receipts")}
      text={t("payReport.receiptsText")}
      testId="unregistered"
    >
      <MoneyTable
        title={t("payReport.receipts")}
        rows={rows}
        rowKey={(row) => row.id}
        before={[kind]}
        after={columns}
      />
      {saying.isError && <Refusal error={saying.error} />}
    </MoneyPart>
  );
}
