import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { newKey, post } from "../../base/api/client";
import type { DeadDelivery } from "../../base/api/types";
import { useFormats } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure, Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";
import { deadDeliveriesQuery } from "./queries";

/** Orders that a data platform was told of for a day in vain, and buttons to tell it again. */
export function DeadDeliveriesPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useServerNow(false);
  const client = useQueryClient();
  const query = useInfiniteQuery(deadDeliveriesQuery);
  const rows = query.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const done = {
    onSuccess: () => toast({ title: t("staff.deadDeliveryRetried") }),
    onSettled: () => client.invalidateQueries({ queryKey: ["staff", "dead-deliveries"] }),
  };
  const retry = useMutation({
    mutationFn: (row: DeadDelivery) => post(`/staff/deliveries/dead/${row.id}/retry`, {}, newKey()),
    ...done,
  });
  const retryAll = useMutation({
    mutationFn: () => post("/staff/deliveries/dead/retry", {}, newKey()),
    ...done,
  });
  const columns: Column<DeadDelivery>[] = [
    {
      key: "order",
      title: t("staff.column.order"),
      value: (row) => row.number ?? row.subject,
      cell: (row) =>
        row.orderId === null ? (
          <span className="break-all">{row.subject}</span>
        ) : (
          <Link
            to="/orders/$orderId"
            params={{ orderId: row.orderId }}
            className="tabular font-medium hover:text-accent"
          >
            {row.number ?? row.subject}
          </Link>
        ),
    },
    {
      key: "sink",
      title: t("staff.column.sink"),
      value: (row) => row.sink,
      cell: (row) => row.sink,
    },
    {
      key: "messages",
      title: t("staff.column.messages"),
      value: (row) => row.messages.join(" "),
      wide: true,
      cell: (row) => (
        <ol>
          {row.messages.map((type, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list of words that does not change
            <li key={place}>
              <code className="text-13">{type.replace(/^holdfast\./, "")}</code>
            </li>
          ))}
        </ol>
      ),
    },
    {
      key: "error",
      title: t("staff.column.error"),
      value: (row) => row.error,
      cell: (row) => <span className="break-all">{row.error}</span>,
    },
    {
      key: "tries",
      title: t("staff.column.tries"),
      value: (row) => row.tries,
      number: true,
      wide: true,
      cell: (row) => row.tries,
    },
    {
      key: "failed",
      title: t("staff.column.failed"),
      value: (row) => row.failedAt,
      wide: true,
      cell: (row) => <time dateTime={row.failedAt}>{formats.ago(row.failedAt, now)}</time>,
    },
    {
      key: "retry",
      title: t("staff.column.retry"),
      bare: true,
      cell: (row) => (
        <Button
          busy={retry.isPending && retry.variables.id === row.id}
          onClick={() => retry.mutate(row)}
        >
          {t("staff.column.retry")}
        </Button>
      ),
    },
  ];
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-18 font-semibold">{t("staff.deadDeliveries")}</h1>
        {rows.length > 1 && (
          <Button busy={retryAll.isPending} onClick={() => retryAll.mutate()}>
            {t("staff.retryAll")}
          </Button>
        )}
      </div>
      {retry.isError && <Refusal error={retry.error} />}
      {retryAll.isError && <Refusal error={retryAll.error} />}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.isPending ? (
        <Blank
          icon="check"
          title={t("staff.noDeadDeliveries")}
          hint={t("staff.noDeadDeliveriesHint")}
        />
      ) : (
        <DataTable
          caption={t("staff.deadDeliveries")}
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.id)}
          loading={query.isPending}
        />
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("staff.more")}
        </Button>
      )}
    </div>
  );
}
