import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { GroupBody, MemberShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { FindBox } from "../../design/FindBox";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { toast } from "../../design/Toasts";
import { AddMembers } from "./AddMembers";
import { membersQuery, renewMembers, setMember } from "./queries";

const route = getRouteApi("/staff/groups/$groupId");

/** Who is in a group; added by their addresses, taken out one by one, and put back at once if that was not meant. */
export function Members({ group }: { group: GroupBody }) {
  const { t } = useLanguage();
  const { q } = route.useSearch();
  const change = useChange(route);
  const [adding, add] = useState(false);
  const query = useInfiniteQuery({
    ...membersQuery(group.id, q ?? ""),
    placeholderData: (old) => old,
  });
  const rows = query.data?.pages.flatMap((page) => page.members) ?? [];
  return (
    <section className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-18 font-semibold">{t("groups.members")}</h2>
        <Button
          needs="POST /api/staff/customer-groups/{group_id}/members"
          kind="primary"
          icon="plus"
          onClick={() => add(true)}
        >
          {t("groups.add")}
        </Button>
      </div>
      <FindBox label={t("groups.findMember")} q={q} onFind={(words) => change({ q: words })} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="person"
            title={t(q ? "groups.noMemberFound" : "groups.noMembers")}
            hint={q ? undefined : t("groups.noMembersHint")}
          />
        }
      >
        <MembersTable group={group} rows={rows} loading={query.isPending} />
      </Listing>
      {adding && <AddMembers group={group} onClose={() => add(false)} />}
    </section>
  );
}

interface TableProps {
  group: GroupBody;
  rows: MemberShown[];
  loading: boolean;
}

function MembersTable({ group, rows, loading }: TableProps) {
  const { t } = useLanguage();
  const leaving = useMutation({
    mutationFn: ({ userId }: MemberShown) => setMember(group.id, userId, false),
    onSuccess: async (_, one) => {
      await renewMembers(one.userId);
      toast({
        title: t("groups.left", { name: one.name || one.email }),
        action: {
          label: t("groups.putBack"),
          run: () =>
            void setMember(group.id, one.userId, true).then(() => renewMembers(one.userId)),
        },
      });
    },
  });
  const columns: Column<MemberShown>[] = [
    {
      key: "name",
      title: t("account.name"),
      value: (row) => row.name || row.email,
      cell: (row) => (
        <div className="min-w-28">
          <Link
            to="/staff/people/$userId"
            params={{ userId: row.userId }}
            className="inline-flex min-h-8 items-center font-medium wrap-anywhere hover:text-accent"
          >
            {row.name || row.email}
          </Link>
          <p className="text-13 wrap-anywhere text-ink-soft md:hidden">{row.email}</p>
        </div>
      ),
    },
    {
      key: "mail",
      title: t("people.mail"),
      wide: true,
      value: (row) => row.email,
      cell: (row) => <span className="wrap-anywhere">{row.email}</span>,
    },
    {
      key: "since",
      title: t("groups.in"),
      wide: true,
      cell: (row) => (
        <Moment at={row.addedAt} className="tabular whitespace-nowrap text-ink-soft" />
      ),
    },
    {
      key: "actions",
      title: t("staff.column.actions"),
      bare: true,
      number: true,
      cell: (row) => (
        <Button
          needs="DELETE /api/staff/customer-groups/{group_id}/members/{user_id}"
          size="s"
          kind="plain"
          busy={leaving.isPending && leaving.variables.userId === row.userId}
          aria-label={t("groups.removeOf", { name: row.name || row.email })}
          onClick={() => leaving.mutate(row)}
        >
          {t("groups.remove")}
        </Button>
      ),
    },
  ];
  return (
    <>
      {leaving.isError && <Refusal error={leaving.error} reader="staff" />}
      <DataTable
        caption={t("groups.members")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.userId}
        loading={loading}
      />
    </>
  );
}
