import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { GroupBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { GroupDialog } from "./GroupDialog";
import { groupsQuery } from "./queries";

const route = getRouteApi("/staff/groups");

/** Every group of customers, and the way to a new one. */
export function GroupsPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { q } = route.useSearch();
  const change = useChange(route);
  const [making, make] = useState(false);
  const query = useInfiniteQuery({ ...groupsQuery(q ?? ""), placeholderData: (old) => old });
  const rows = query.data?.pages.flatMap((page) => page.groups) ?? [];
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("groups.title")}
        text={t("groups.text")}
        actions={
          <Button
            needs="POST /api/staff/customer-groups"
            kind="primary"
            icon="plus"
            onClick={() => make(true)}
          >
            {t("groups.make")}
          </Button>
        }
      />
      <FindBox label={t("groups.find")} q={q} onFind={(words) => change({ q: words })} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="person"
            title={t(q ? "groups.noneFound" : "groups.none")}
            hint={q ? undefined : t("groups.noneHint")}
          />
        }
      >
        <Groups rows={rows} loading={query.isPending} />
      </Listing>
      {making && (
        <GroupDialog
          onDone={({ id }) => navigate({ to: "/staff/groups/$groupId", params: { groupId: id } })}
          onClose={() => make(false)}
        />
      )}
    </div>
  );
}

function Groups({ rows, loading }: { rows: GroupBody[]; loading: boolean }) {
  const { t, formats, locale } = useLanguage();
  const navigate = useNavigate();
  const named = (row: GroupBody) => row.translations[locale] || row.name;
  const columns: Column<GroupBody>[] = [
    {
      key: "name",
      title: t("groups.name"),
      value: named,
      cell: (row) => (
        <Link
          to="/staff/groups/$groupId"
          params={{ groupId: row.id }}
          className="inline-flex min-h-8 min-w-28 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {named(row)}
        </Link>
      ),
    },
    {
      key: "members",
      title: t("groups.members"),
      number: true,
      value: (row) => row.members,
      cell: (row) => formats.number(row.members),
    },
    {
      key: "since",
      title: t("groups.since"),
      wide: true,
      cell: (row) => (
        <Moment at={row.createdAt} className="tabular whitespace-nowrap text-ink-soft" />
      ),
    },
  ];
  return (
    <DataTable
      caption={t("groups.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) => void navigate({ to: "/staff/groups/$groupId", params: { groupId: row.id } })}
    />
  );
}
