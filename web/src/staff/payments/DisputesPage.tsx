import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { DisputeShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import type { Column } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Buyer } from "../desk/Buyer";
import { ListFilter } from "../desk/ListFilter";
import { MoneyTable } from "./MoneyTable";
import { disputesQuery, WHICH, type Which } from "./queries";

const route = getRouteApi("/staff/disputes");

const TONES: Record<DisputeShown["status"], BadgeTone> = {
  inquiry: "accent",
  open: "danger",
  answered: "held",
  won: "free",
  lost: "gone",
};

/** Payments whose buyers' banks ask for the money back: what is kept of each, until when to prove
 * what, and where. */
export function DisputesPage() {
  const { t } = useLanguage();
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...disputesQuery(status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.disputes) ?? [];
  const choose = (next: Which | undefined) =>
    void navigate({ search: { status: next }, replace: true, resetScroll: false });
  return (
    <div className="space-y-4">
      <Heading title={t("disputes.title")} text={t("disputes.text")} />
      <ListFilter
        value={status}
        items={WHICH}
        nameOf={() => t("disputes.undecided")}
        onChoose={choose}
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("disputes.none")} hint={t("disputes.noneHint")} />}
      >
        <DisputeTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function DisputeTable({ rows, loading }: { rows: DisputeShown[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const buyer: Column<DisputeShown> = {
    key: "buyer",
    title: t("disputes.buyer"),
    wide: true,
    value: (row) => row.buyer?.name ?? row.buyer?.email ?? "",
    cell: (row) => row.buyer && <Buyer who={row.buyer} />,
  };
  const columns: Column<DisputeShown>[] = [
    {
      key: "kept",
      title: t("disputes.kept"),
      wide: true,
      value: (row) => row.frozen + row.lost,
      text: (row) => formats.amount(row.frozen + row.lost, row.currency),
      cell: (row) => <Kept row={row} />,
    },
    {
      key: "due",
      title: t("disputes.due"),
      value: (row) => row.dueAt ?? "",
      cell: (row) => <Due row={row} />,
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`disputes.state.${row.status}`),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`disputes.state.${row.status}`)}</Badge>,
    },
    {
      key: "reason",
      title: t("disputes.reason"),
      wide: true,
      value: (row) => row.reason,
      cell: (row) => <AtProvider row={row} />,
    },
  ];
  return (
    <MoneyTable
      title={t("disputes.title")}
      amount={t("disputes.amount")}
      rows={rows}
      rowKey={(row) => row.id}
      before={[buyer]}
      after={columns}
      loading={loading}
    />
  );
}

function Kept({ row }: { row: DisputeShown }) {
  const { t, formats } = useLanguage();
  if (row.lost > 0) return t("disputes.isLost", { amount: formats.price(row.lost, row.currency) });
  if (row.frozen > 0)
    return t("disputes.isFrozen", { amount: formats.price(row.frozen, row.currency) });
  return <span className="text-ink-soft">{t("disputes.nothingKept")}</span>;
}

/** Until when to send proof, while that is asked for. */
function Due({ row }: { row: DisputeShown }) {
  const { t } = useLanguage();
  if (!row.dueAt || (row.status !== "open" && row.status !== "inquiry"))
    return <span className="text-ink-soft">{t("disputes.noDue")}</span>;
  return <Moment at={row.dueAt} className="tabular whitespace-nowrap" />;
}

/** Why, in the provider's words, and its page, where proof is sent. */
function AtProvider({ row }: { row: DisputeShown }) {
  const { t } = useLanguage();
  return (
    <span className="flex flex-col py-1">
      <span className="wrap-anywhere">{row.reason.replaceAll("_", " ")}</span>
      <a
        href={row.url}
        target="_blank"
        rel="noreferrer"
        className="inline-flex min-h-6 items-center text-13 text-accent hover:underline"
      >
        {t("disputes.atProvider", { provider: t(`disputes.provider.${nameOf(row.provider)}`) })}
      </a>
    </span>
  );
}

const PROVIDERS = ["stripe", "yookassa", "paypal"] as const;

function nameOf(provider: string) {
  return PROVIDERS.find((each) => each === provider) ?? "other";
}
