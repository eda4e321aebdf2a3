import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { StaffReferral } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useUses } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { ReferralBadge } from "../../rooms/referrals/CameByIt";
import { Buyer, buyerName } from "../desk/Buyer";
import { Figures } from "./Figures";
import { referralsQuery, STATES } from "./queries";

const route = getRouteApi("/staff/referrals");

/** Who invited whom, what was given for it, what waits, and what was refused. */
export function ReferralsPage() {
  const { t } = useLanguage();
  const { state } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({ ...referralsQuery(state), placeholderData: (old) => old });
  const rows = query.data?.pages.flatMap((page) => page.referrals) ?? [];
  const on = useUses().referrals;
  return (
    <div className="space-y-6">
      <Heading
        title={t("referrals.settings")}
        actions={
          <ButtonLink to="/staff/settings" hash="referrals">
            {t("staffReferrals.settings")}
          </ButtonLink>
        }
      />
      {!on && (
        <Notice silent title={t("staffReferrals.off")}>
          {t("staffReferrals.offHint")}
        </Notice>
      )}
      <Figures />
      <Select
        dense
        label={t("staff.column.status")}
        value={state}
        none={t("list.all")}
        items={STATES}
        nameOf={(one) => t(`staffReferrals.state.${one}`)}
        onChoose={(one) => change({ state: one })}
        className="w-full sm:w-56"
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="person"
            title={t("staffReferrals.none")}
            hint={t("staffReferrals.noneHint")}
          />
        }
      >
        <Table rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Table({ rows, loading }: { rows: StaffReferral[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const what = (row: StaffReferral) =>
    row.orderOff
      ? t("staffReferrals.orderOff")
      : row.reason
        ? t(`staffReferrals.reason.${row.reason}`)
        : row.status === "waiting" && row.dueAt
          ? t("staffReferrals.due", { day: formats.day(row.dueAt) })
          : "";
  const columns: Column<StaffReferral>[] = [
    {
      key: "inviter",
      title: t("staffReferrals.inviter"),
      value: (row) => buyerName(row.inviter) ?? "",
      cell: (row) => <Buyer who={row.inviter} />,
    },
    {
      key: "friend",
      title: t("staffReferrals.friend"),
      value: (row) => buyerName(row.friend) ?? "",
      cell: (row) => <Buyer who={row.friend} />,
    },
    {
      key: "order",
      title: t("staffReferrals.order"),
      value: (row) => row.orderNumber ?? "",
      cell: (row) => <Order row={row} />,
    },
    {
      key: "status",
      title: t("staff.column.status"),
      value: (row) => t(`staffReferrals.state.${row.status}`),
      cell: (row) => <ReferralBadge status={row.status} />,
    },
    { key: "what", title: t("staffReferrals.what"), value: what },
    {
      key: "came",
      title: t("staffReferrals.came"),
      value: (row) => row.createdAt,
      cell: (row) => <Moment at={row.createdAt} className="tabular whitespace-nowrap" />,
    },
  ];
  return (
    <DataTable
      cards
      caption={t("referrals.settings")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}

function Order({ row }: { row: StaffReferral }) {
  const { formats } = useLanguage();
  if (!row.orderId || !row.orderTotal) return "—";
  return (
    <Link
      to="/staff/orders/$orderId"
      params={{ orderId: row.orderId }}
      className="text-accent hover:underline"
    >
      {row.orderNumber} · {formats.price(row.orderTotal.amount, row.orderTotal.currency)}
    </Link>
  );
}
