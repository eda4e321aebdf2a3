import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { StaffRepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useUses } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Notice } from "../../design/Notice";
import { useEvery } from "../../rooms/repeats/every";
import { RepeatBadge } from "../../rooms/repeats/RepeatBadge";
import { Buyer, buyerName } from "../desk/Buyer";
import { repeatsQuery, STATES } from "./queries";

const route = getRouteApi("/staff/repeat-orders");

/** What customers order again and again. */
export function RepeatsPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...repeatsQuery(search, locale),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.repeatOrders) ?? [];
  const on = useUses().repeats;
  return (
    <div className="space-y-6">
      <Heading
        title={t("repeats.mine")}
        actions={
          <ButtonLink to="/staff/settings" hash="repeats">
            {t("staffRepeats.settings")}
          </ButtonLink>
        }
      />
      {!on && (
        <Notice silent title={t("staffRepeats.off")}>
          {t("staffRepeats.offHint")}
        </Notice>
      )}
      <div className="flex flex-wrap items-end gap-3">
        <Select
          dense
          label={t("staff.column.status")}
          value={search.state}
          none={t("list.all")}
          items={STATES}
          nameOf={(state) => t(`repeats.status.${state}`)}
          onChoose={(state) => change({ state })}
          className="w-full sm:w-56"
        />
        {(search.user || search.package) && (
          <ButtonLink size="s" to="/staff/repeat-orders" search={{ state: search.state }}>
            {t(search.user ? "staffRepeats.everybody" : "staffRepeats.everything")}
          </ButtonLink>
        )}
      </div>
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="clock" title={t("repeats.none")} hint={t("staffRepeats.noneHint")} />}
      >
        <Table rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Table({ rows, loading }: { rows: StaffRepeatBody[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const every = useEvery();
  const navigate = useNavigate();
  const goods = (row: StaffRepeatBody) =>
    row.package?.name ?? row.items.map(({ name, quantity }) => `${quantity} × ${name}`).join(", ");
  const columns: Column<StaffRepeatBody>[] = [
    {
      key: "goods",
      title: t("order.items"),
      value: goods,
      cell: (row) => (
        <Link
          to="/staff/repeat-orders/$repeatId"
          params={{ repeatId: row.id }}
          className="inline-flex min-h-8 min-w-36 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {goods(row)}
        </Link>
      ),
    },
    {
      key: "buyer",
      title: t("disputes.buyer"),
      value: (row) => buyerName(row.buyer) ?? "",
      cell: (row) => <Buyer who={row.buyer} />,
    },
    {
      key: "every",
      title: t("repeats.howOften"),
      value: (row) => every(row.every),
    },
    {
      key: "next",
      title: t("staffRepeats.next"),
      value: (row) => row.nextOn ?? "",
      cell: (row) => (row.nextOn ? formats.dayAhead(row.nextOn) : "—"),
    },
    {
      key: "status",
      title: t("staff.column.status"),
      value: (row) => t(`repeats.status.${row.status}`),
      cell: (row) => <RepeatBadge status={row.status} />,
    },
  ];
  return (
    <DataTable
      cards
      caption={t("repeats.mine")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) =>
        void navigate({ to: "/staff/repeat-orders/$repeatId", params: { repeatId: row.id } })
      }
    />
  );
}
