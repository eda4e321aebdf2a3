import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StuckShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { GiveUp } from "./GiveUp";
import { stuckKey, stuckQuery } from "./queries";
import { KINDS, type Kind } from "./search";

interface Retry {
  kind: Kind;
  ids?: string[];
}

const route = getRouteApi("/staff/stuck");

/** What was tried for a day in vain or could not be read, to be tried again or given up. */
export function StuckPage() {
  const { t, formats } = useLanguage();
  const { kind } = route.useSearch();
  const [giving, setGiving] = useState<StuckShown | null>(null);
  const query = useInfiniteQuery(stuckQuery(kind));
  const rows = query.data?.pages.flatMap((page) => page.stuck) ?? [];
  const first = query.data?.pages[0];
  const counted = (one: Kind) =>
    (first?.counts ?? []).reduce((sum, it) => sum + (it.kind === one ? it.count : 0), 0);
  const retry = useMutation({
    mutationFn: (asked: Retry) => post("/staff/stuck", { action: "retry", ...asked }, newKey()),
    onSuccess: () => toast({ title: t("stuck.retried") }),
    onSettled: () => renew(stuckKey),
  });
  const columns = useColumns((row) => (
    <div className="flex flex-col gap-2 sm:flex-row sm:justify-end">
      <Button
        busy={retry.isPending && retry.variables.ids?.[0] === row.id}
        onClick={() => retry.mutate({ kind: row.kind, ids: [row.id] })}
      >
        {t("stuck.retry")}
      </Button>
      <Button onClick={() => setGiving(row)}>{t("stuck.giveUp")}</Button>
    </div>
  ));
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("stuck.title")}
        actions={
          kind &&
          counted(kind) > 1 && (
            <Button
              busy={retry.isPending && !retry.variables.ids}
              onClick={() => retry.mutate({ kind })}
            >
              {t("stuck.retryAll")}
            </Button>
          )
        }
      />
      <nav aria-label={t("stuck.kinds")} className="flex flex-wrap gap-2 text-13">
        {[undefined, ...KINDS].map((one) => (
          <Link
            key={one ?? "all"}
            to="/staff/stuck"
            search={one ? { kind: one } : {}}
            aria-current={one === kind ? "page" : undefined}
            className="rounded-full border border-line px-3 py-1.5 hover:border-accent aria-[current]:border-accent aria-[current]:text-accent"
          >
            {one ? `${t(`stuck.kind.${one}`)} ${formats.number(counted(one))}` : t("list.all")}
          </Link>
        ))}
      </nav>
      {first?.brokerAway && <Notice tone="held" title={t("stuck.brokerAway")} />}
      {retry.isError && <Refusal error={retry.error} reader="staff" />}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("stuck.none")} hint={t("stuck.noneHint")} />}
      >
        <DataTable
          caption={t("stuck.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.kind} ${row.id} ${row.since}`}
          cards
          loading={query.isPending}
        />
      </Listing>
      {giving && <GiveUp row={giving} onClose={() => setGiving(null)} />}
    </div>
  );
}

function useColumns(actions: (row: StuckShown) => React.ReactNode): Column<StuckShown>[] {
  const { t, formats } = useLanguage();
  const now = useServerNow(false);
  return [
    {
      key: "name",
      title: t("stuck.column.name"),
      value: (row) => row.name,
      cell: (row) => (
        <>
          <span className="block text-13 text-ink-soft">{t(`stuck.one.${row.kind}`)}</span>
          <span className="wrap-anywhere">{row.name}</span>
        </>
      ),
    },
    {
      key: "subject",
      title: t("stuck.column.subject"),
      value: (row) => row.orderNumber ?? row.subject,
      cell: (row) => (
        <>
          {row.orderId === null ? (
            <span className="wrap-anywhere">{row.subject}</span>
          ) : (
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: row.orderId }}
              className="tabular font-medium hover:text-accent"
            >
              {row.orderNumber}
            </Link>
          )}
          <details>
            <summary className="cursor-pointer text-13">{t("stuck.content")}</summary>
            <pre className="max-w-xl py-2 text-13 whitespace-pre-wrap wrap-anywhere">
              {row.content}
            </pre>
          </details>
        </>
      ),
    },
    {
      key: "reason",
      title: t("stuck.column.reason"),
      value: (row) => row.reason,
      cell: (row) => <span className="wrap-anywhere">{row.reason}</span>,
    },
    {
      key: "tries",
      title: t("stuck.column.tries"),
      value: (row) => row.tries ?? 1,
      number: true,
      wide: true,
      cell: (row) => row.tries ?? 1,
    },
    {
      key: "since",
      title: t("stuck.column.since"),
      value: (row) => row.since,
      wide: true,
      cell: (row) => <time dateTime={row.since}>{formats.ago(row.since, now)}</time>,
    },
    { key: "actions", title: t("stuck.column.actions"), bare: true, cell: actions },
  ];
}
