import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffGrant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { useUnits } from "../../rooms/packages/told";
import { useActorName } from "../desk/Buyer";
import { FindByCode } from "./FindByCode";
import { GiveDialog } from "./GiveDialog";
import { GRANT_STATES, grantsQuery, KINDS } from "./queries";

const route = getRouteApi("/staff/prepaid");

export const TONES = {
  coming: "held",
  active: "free",
  grace: "held",
  frozen: "gone",
  expired: "gone",
} as const;

/** What clients have paid ahead: their hours and certificates, with what is left. */
export function GrantListPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const [giving, setGiving] = useState(false);
  const query = useInfiniteQuery({ ...grantsQuery(search), placeholderData: (before) => before });
  const rows = query.data?.pages.flatMap((page) => page.grants) ?? [];
  const change = useChange(route);
  const sought = Object.values(search).some(Boolean);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("grants.title")}
        actions={
          <Button
            needs="POST /api/staff/prepaid"
            size="s"
            kind="primary"
            icon="plus"
            onClick={() => setGiving(true)}
          >
            {t("grants.give")}
          </Button>
        }
      />
      <FindByCode />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <FindBox
          label={t("grants.find")}
          q={search.q}
          onFind={(q) => change({ q })}
          className="w-full sm:w-96"
        />
        <Select
          dense
          label={t("grants.kind")}
          value={search.kind}
          none={t("list.all")}
          items={KINDS}
          nameOf={(kind) => t(`mix.kind.${kind}`)}
          onChoose={(kind) => change({ kind })}
          className="w-full sm:w-44"
        />
        <Select
          dense
          label={t("staff.column.state")}
          value={search.status}
          none={t("list.all")}
          items={GRANT_STATES}
          nameOf={(status) => t(`packages.state.${status}`)}
          onChoose={(status) => change({ status })}
          className="w-full sm:w-44"
        />
      </div>
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            title={t(sought ? "grants.notFound" : "grants.none")}
            hint={t(sought ? "grants.notFoundHint" : "grants.noneHint")}
          />
        }
      >
        <GrantTable rows={rows} loading={query.isPending} />
      </Listing>
      {giving && <GiveDialog onClose={() => setGiving(false)} />}
    </div>
  );
}

function GrantTable({ rows, loading }: { rows: StaffGrant[]; loading: boolean }) {
  const { t } = useLanguage();
  const units = useUnits();
  const named = useActorName();
  const navigate = route.useNavigate();
  const columns: Column<StaffGrant>[] = [
    {
      key: "owner",
      title: t("grants.client"),
      value: (row) => named(row.owner, row.ownerName),
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <Link
            to="/staff/prepaid/$grantId"
            params={{ grantId: row.id }}
            className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:text-accent"
          >
            {named(row.owner, row.ownerName)}
          </Link>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.name}</span>
        </span>
      ),
    },
    {
      key: "kind",
      title: t("grants.kind"),
      wide: true,
      value: (row) => t(`mix.kind.${row.kind}`),
    },
    {
      key: "left",
      title: t("grants.left"),
      number: true,
      value: (row) => row.left,
      text: (row) => units(row, row.left),
    },
    {
      key: "of",
      title: t("grants.atFirst"),
      number: true,
      wide: true,
      value: (row) => row.units,
      text: (row) => units(row, row.units),
    },
    {
      key: "until",
      title: t("grants.until"),
      wide: true,
      value: (row) => row.validUntil,
      cell: (row) => (
        <Moment day at={row.validUntil} className="tabular whitespace-nowrap text-ink-soft" />
      ),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`packages.state.${row.status}`),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`packages.state.${row.status}`)}</Badge>,
    },
  ];
  return (
    <DataTable
      cards
      caption={t("grants.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) =>
        void navigate({ to: "/staff/prepaid/$grantId", params: { grantId: row.id } })
      }
    />
  );
}
