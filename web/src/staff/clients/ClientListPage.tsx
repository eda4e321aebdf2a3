import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { withQuery } from "../../base/api/client";
import type { ClientShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading, Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { ClientDialog } from "./ClientDialog";
import { ImportDialog } from "./ImportDialog";
import { clientsQuery, tasksQuery } from "./queries";
import { TaskList } from "./TaskList";
import { VisitAt } from "./VisitAt";

const route = getRouteApi("/staff/clients");

/** Whom the studio works for, and what is to be done for them. */
export function ClientListPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const [making, setMaking] = useState(false);
  const [importing, setImporting] = useState(false);
  const query = useInfiniteQuery({
    ...clientsQuery(search),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.clients) ?? [];
  const tags = query.data?.pages[0]?.tags ?? [];
  const change = useChange(route);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("clients.title")}
        actions={
          <>
            <DownloadLink
              href={withQuery("/api/staff/clients", { ...search, format: "csv" })}
              label={t("clients.export")}
            />
            <Button size="s" onClick={() => setImporting(true)}>
              {t("clients.import")}
            </Button>
            <Button size="s" kind="primary" icon="plus" onClick={() => setMaking(true)}>
              {t("clients.new")}
            </Button>
          </>
        }
      />
      <Due />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <FindBox
          label={t("clients.find")}
          q={search.q}
          onFind={(q) => change({ q })}
          className="w-full sm:w-96"
        />
        {(tags.length > 0 || search.tag) && (
          <Select
            dense
            label={t("clients.tag")}
            value={search.tag}
            none={t("list.all")}
            items={[
              ...new Set([...tags.map(({ tag }) => tag), ...(search.tag ? [search.tag] : [])]),
            ]}
            nameOf={(tag) => tag}
            onChoose={(tag) => change({ tag })}
            className="w-full sm:w-48"
          />
        )}
      </div>
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank title={t("clients.none")} hint={t("clients.noneHint")} />}
      >
        <ClientTable rows={rows} loading={query.isPending} />
      </Listing>
      {making && <ClientDialog onClose={() => setMaking(false)} />}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}

function Due() {
  const { t } = useLanguage();
  const query = useQuery(tasksQuery);
  if (!query.data?.tasks.length) return null;
  return (
    <Panel title={t("clients.due")}>
      <TaskList tasks={query.data.tasks} named />
    </Panel>
  );
}

function ClientTable({ rows, loading }: { rows: ClientShown[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const navigate = route.useNavigate();
  const columns: Column<ClientShown>[] = [
    {
      key: "name",
      title: t("clients.name"),
      value: (row) => row.name,
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <Link
            to="/staff/clients/$clientId"
            params={{ clientId: row.id }}
            className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:text-accent"
          >
            {row.name || row.email || row.phone || t("clients.nameless")}
          </Link>
          <span className="text-13 text-ink-soft wrap-anywhere">
            {[row.name && row.email, row.phone].filter(Boolean).join(" · ")}
          </span>
        </span>
      ),
    },
    {
      key: "tags",
      title: t("clients.tags"),
      wide: true,
      cell: (row) => (
        <span className="flex max-w-56 flex-wrap gap-1">
          {row.tags.map((tag) => (
            <Badge key={tag} tone="gone">
              {tag}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      key: "bookings",
      title: t("clients.bookings"),
      wide: true,
      number: true,
      value: (row) => row.bookings,
    },
    {
      key: "last",
      title: t("clients.lastVisit"),
      wide: true,
      value: (row) => row.lastVisit ?? "",
      cell: (row) =>
        row.lastVisit && (
          <VisitAt day at={row.lastVisit} zone={row.lastZone} className="text-ink-soft" />
        ),
    },
    {
      key: "next",
      title: t("clients.nextVisit"),
      wide: true,
      value: (row) => row.nextVisit ?? "",
      cell: (row) => row.nextVisit && <VisitAt at={row.nextVisit} zone={row.nextZone} />,
    },
    {
      key: "value",
      title: t("clients.value"),
      number: true,
      value: (row) => row.value[0]?.amount ?? 0,
      text: (row) =>
        formats.list(
          row.value.map(
            ({ amount, currency }) => `${formats.amount(amount, currency)} ${currency}`,
          ),
        ),
      cell: (row) => <Value of={row} />,
    },
  ];
  return (
    <DataTable
      caption={t("clients.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) =>
        void navigate({ to: "/staff/clients/$clientId", params: { clientId: row.id } })
      }
    />
  );
}

/** What the shop kept of a client's money. */
export function Value({ of }: { of: ClientShown }) {
  if (of.value.length === 0) return <span className="text-ink-faint">0</span>;
  return (
    <span className="flex flex-col items-end">
      {of.value.map(({ currency, amount }) => (
        <Price key={currency} amount={amount} currency={currency} />
      ))}
    </span>
  );
}
