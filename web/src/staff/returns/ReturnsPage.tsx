import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReturnListed } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { ReturnBadge } from "../../rooms/returns/Badge";
import { Buyer } from "../desk/Buyer";
import { ListFilter } from "../desk/ListFilter";
import { returnsQuery, WHICH, type Which } from "./queries";

const route = getRouteApi("/staff/returns");

/** What buyers send back, those asked for last first. */
export function ReturnsPage() {
  const { t, formats } = useLanguage();
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...returnsQuery(status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.returns) ?? [];
  const counts = query.data?.pages[0]?.counts ?? {};
  const open = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const nameOf = (which: Which) => {
    const name = which === "open" ? t("staffReturn.open") : t(`return.status.${which}`);
    const count = which === "open" ? open : counts[which];
    return count ? `${name} (${formats.number(count)})` : name;
  };
  const choose = (next: Which | undefined) =>
    void navigate({ search: { status: next }, replace: true, resetScroll: false });
  return (
    <div className="space-y-4">
      <Heading title={t("staffReturn.title")} text={t("staffReturn.text")} />
      <ListFilter value={status} items={WHICH} nameOf={nameOf} onChoose={choose} />
      <Listing
        query={query}
        keeps
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("staffReturn.none")} hint={t("staffReturn.noneHint")} />}
      >
        <ReturnTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function ReturnTable({ rows, loading }: { rows: ReturnListed[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const columns: Column<ReturnListed>[] = [
    {
      key: "return",
      title: t("staffReturn.which"),
      value: (row) => `${row.orderNumber} ${row.number}`,
      cell: (row) => (
        <Link
          to="/staff/returns/$returnId"
          params={{ returnId: row.id }}
          className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
        >
          {t("staffReturn.name", { order: row.orderNumber, number: row.number })}
        </Link>
      ),
    },
    {
      key: "buyer",
      title: t("disputes.buyer"),
      wide: true,
      value: (row) => row.buyer.name ?? row.buyer.email ?? "",
      cell: (row) => <Buyer who={row.buyer} />,
    },
    {
      key: "state",
      title: t("services.state"),
      value: (row) => t(`return.status.${row.status}`),
      cell: (row) => <ReturnBadge status={row.status} />,
    },
    {
      key: "units",
      title: t("staffReturn.units"),
      number: true,
      value: (row) => row.units,
      cell: (row) => formats.number(row.units),
    },
    {
      key: "reason",
      title: t("disputes.reason"),
      wide: true,
      value: (row) => row.reasons.map((one) => t(`return.reason.${one}`)).join(", "),
      cell: (row) => row.reasons.map((one) => t(`return.reason.${one}`)).join(", "),
    },
    {
      key: "refunded",
      title: t("return.sum.refunded"),
      number: true,
      wide: true,
      value: (row) => row.refunded ?? 0,
      text: (row) => (row.refunded === null ? "" : formats.amount(row.refunded, row.currency)),
      cell: (row) => (row.refunded === null ? "" : formats.price(row.refunded, row.currency)),
    },
    {
      key: "asked",
      title: t("staffReturn.asked"),
      value: (row) => row.madeAt,
      cell: (row) => <Moment at={row.madeAt} className="tabular whitespace-nowrap" />,
    },
  ];
  return (
    <DataTable
      caption={t("staffReturn.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}
