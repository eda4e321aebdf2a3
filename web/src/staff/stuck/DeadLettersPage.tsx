import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { newKey, post } from "../../base/api/client";
import type { DeadLetter } from "../../base/api/types";
import { useFormats } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure, Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";
import { deadLettersQuery } from "./queries";

interface Replay {
  queue: string;
  messageIds?: string[];
}

/** Messages between orders and payments that could not be read, and buttons to read them again. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useServerNow(false);
  const client = useQueryClient();
  const query = useInfiniteQuery(deadLettersQuery);
  const rows = query.data?.pages.flatMap((page) => page.letters) ?? [];
  const queues = Object.entries(query.data?.pages[0]?.count ?? {}).filter(([, count]) => count > 0);
  const replay = useMutation({
    mutationFn: (asked: Replay) => post("/staff/dead-letters/replay", asked, newKey()),
    onSuccess: () => toast({ title: t("staff.deadLetterReplayed") }),
    onSettled: () => client.invalidateQueries({ queryKey: ["staff", "dead-letters"] }),
  });
  const columns: Column<DeadLetter>[] = [
    {
      key: "queue",
      title: t("staff.column.queue"),
      value: (row) => row.queue,
      cell: (row) => <code className="text-13">{row.queue}</code>,
    },
    {
      key: "error",
      title: t("staff.column.error"),
      value: (row) => row.reason,
      cell: (row) => <span className="wrap-anywhere">{row.reason}</span>,
    },
    {
      key: "message",
      title: t("staff.column.message"),
      value: (row) => row.messageId,
      wide: true,
      cell: (row) => (
        <details>
          <summary className="cursor-pointer wrap-anywhere">{row.messageId || "?"}</summary>
          <pre className="max-w-xl py-2 text-13 whitespace-pre-wrap wrap-anywhere">{row.body}</pre>
        </details>
      ),
    },
    {
      key: "failed",
      title: t("staff.column.failed"),
      value: (row) => row.at,
      wide: true,
      cell: (row) => <time dateTime={row.at}>{formats.ago(row.at, now)}</time>,
    },
    {
      key: "retry",
      title: t("staff.column.retry"),
      bare: true,
      cell: (row) => (
        <Button
          busy={replay.isPending && replay.variables.messageIds?.[0] === row.messageId}
          onClick={() => replay.mutate({ queue: row.queue, messageIds: [row.messageId] })}
        >
          {t("staff.column.retry")}
        </Button>
      ),
    },
  ];
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-18 font-semibold">{t("staff.deadLetters")}</h1>
        <div className="flex flex-wrap gap-2">
          {queues.map(([queue, count]) => (
            <Button
              key={queue}
              busy={replay.isPending && replay.variables.queue === queue}
              onClick={() => replay.mutate({ queue })}
            >
              {t("staff.replayAll", { queue, count })}
            </Button>
          ))}
        </div>
      </div>
      {replay.isError && <Refusal error={replay.error} reader="staff" />}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.isPending ? (
        <Blank icon="check" title={t("staff.noDeadLetters")} hint={t("staff.noDeadLettersHint")} />
      ) : (
        <DataTable
          caption={t("staff.deadLetters")}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.queue} ${row.messageId} ${row.at}`}
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
