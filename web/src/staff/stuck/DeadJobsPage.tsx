import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { newKey, post } from "../../base/api/client";
import type { DeadJob } from "../../base/api/types";
import { useFormats } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure, Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";
import { deadJobsQuery } from "./queries";

/** What was tried for a day in vain, and a button to try it again. */
export function DeadJobsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useServerNow(false);
  const client = useQueryClient();
  const query = useInfiniteQuery(deadJobsQuery);
  const rows = query.data?.pages.flatMap((page) => page.jobs) ?? [];
  const retry = useMutation({
    mutationFn: (job: DeadJob) => post(`/staff/dead-jobs/${job.id}/retry`, {}, newKey()),
    onSuccess: () => toast({ title: t("staff.deadJobRetried") }),
    onSettled: () => client.invalidateQueries({ queryKey: ["staff", "dead-jobs"] }),
  });
  const columns: Column<DeadJob>[] = [
    { key: "job", title: t("staff.column.job"), value: (row) => row.job, cell: (row) => row.job },
    {
      key: "payload",
      title: t("staff.column.payload"),
      value: (row) => JSON.stringify(row.payload),
      wide: true,
      cell: (row) => <code className="text-13">{JSON.stringify(row.payload)}</code>,
    },
    {
      key: "error",
      title: t("staff.column.error"),
      value: (row) => row.error || row.reason,
      cell: (row) => <span className="break-all">{row.error || row.reason}</span>,
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
      <h1 className="text-18 font-semibold">{t("staff.deadJobs")}</h1>
      {retry.isError && <Refusal error={retry.error} />}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.isPending ? (
        <Blank icon="check" title={t("staff.noDeadJobs")} hint={t("staff.noDeadJobsHint")} />
      ) : (
        <DataTable
          caption={t("staff.deadJobs")}
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
