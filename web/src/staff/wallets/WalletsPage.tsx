import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { userOf } from "../desk/search";
import { PeopleSearch } from "../people/PeopleSearch";
import { personQuery } from "../people/queries";
import { CorrectWallet } from "./CorrectWallet";
import { MovementTable } from "./MovementTable";
import { staffStatementQuery, userWalletsQuery } from "./queries";

const route = getRouteApi("/staff/wallets");

/** A user's wallets, every movement of one of them, and its correction. */
export function WalletsPage() {
  const { t } = useLanguage();
  const { user, wallet } = route.useSearch();
  return (
    <div className="space-y-4">
      <Heading dense title={t("staff.wallets")} />
      {user ? (
        <>
          <Whose user={user} />
          <Wallets user={user} chosen={wallet} />
        </>
      ) : (
        <FindOwner />
      )}
    </div>
  );
}

/** Whose wallets these are, and the way to somebody else's. */
function Whose({ user }: { user: string }) {
  const { t } = useLanguage();
  const who = useQuery({ ...personQuery(user), retry: false }).data?.person;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Link
        to="/staff/people/$userId"
        params={{ userId: user }}
        className="font-medium text-accent wrap-anywhere hover:underline"
      >
        {who?.name || who?.email || user}
      </Link>
      <ButtonLink kind="plain" size="s" to="/staff/wallets" search={{}}>
        {t("staff.wallet.other")}
      </ButtonLink>
    </p>
  );
}

/** A user's id leads to the wallets also where nothing else is known of the user. */
function FindOwner() {
  const { t } = useLanguage();
  const navigate = route.useNavigate();
  const [q, setQ] = useState("");
  const id = userOf(q);
  return (
    <PeopleSearch
      q={q}
      onSearch={setQ}
      idle={<Blank title={t("staff.wallet.whose")} hint={t("staff.wallet.whoseHint")} />}
      link={(person) => (
        <Link
          to="/staff/wallets"
          search={{ user: person.userId ?? undefined }}
          className="text-accent wrap-anywhere hover:underline"
        >
          {person.name || person.email || person.userId}
        </Link>
      )}
      none={
        id && (
          <Button looks onClick={() => void navigate({ search: { user: id } })}>
            {t("staff.wallet.byId")}
          </Button>
        )
      }
    />
  );
}

function Wallets({ user, chosen }: { user: string; chosen: string | undefined }) {
  const { t, formats } = useLanguage();
  const change = useChange(route);
  const query = useQuery(userWalletsQuery(user));
  const rows = query.data?.wallets ?? [];
  const [correcting, setCorrecting] = useState<WalletBody | null>(null);
  const shown = rows.find((row) => row.id === chosen) ?? rows[0];
  const open = (row: WalletBody) => change({ user, wallet: row.id });
  if (query.isError && !query.data) {
    if (asProblem(query.error).status === 404)
      return <Blank icon="alert" title={t("people.missing")} />;
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0 && !query.isPending) return <Blank title={t("staff.wallet.none")} />;
  const columns: Column<WalletBody>[] = [
    {
      key: "currency",
      title: t("wallet.title"),
      cell: (row) => (
        <button
          type="button"
          aria-pressed={row.id === shown?.id}
          onClick={() => open(row)}
          className="min-h-8 text-left font-medium hover:text-accent aria-pressed:text-accent"
        >
          {formats.currencyName(row.currency)}
        </button>
      ),
    },
    {
      key: "balance",
      title: t("wallet.balance"),
      number: true,
      cell: (row) => formats.price(row.balance, row.currency),
    },
    {
      key: "held",
      title: t("staff.column.held"),
      number: true,
      wide: true,
      cell: (row) => formats.price(row.held, row.currency),
    },
    {
      key: "correct",
      title: t("staff.wallet.correct"),
      bare: true,
      cell: (row) => (
        <Button
          size="s"
          aria-label={t("staff.wallet.correctOf", { currency: formats.currencyName(row.currency) })}
          onClick={() => setCorrecting(row)}
        >
          {t("staff.wallet.correct")}
        </Button>
      ),
    },
  ];
  return (
    <div className="space-y-6">
      <DataTable
        caption={t("staff.wallets")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={open}
        loading={query.isPending}
      />
      {shown && <StaffStatement wallet={shown} />}
      {correcting && <CorrectWallet wallet={correcting} onClose={() => setCorrecting(null)} />}
    </div>
  );
}

function StaffStatement({ wallet }: { wallet: WalletBody }) {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(staffStatementQuery(wallet.id));
  const rows = query.data?.pages.flatMap((page) => page.movements) ?? [];
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">
        {t("staff.wallet.statementOf", { currency: formats.currencyName(wallet.currency) })}
      </h2>
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<p className="text-ink-soft">{t("wallet.noMovements")}</p>}
      >
        <MovementTable rows={rows} currency={wallet.currency} loading={query.isPending} />
      </Listing>
    </section>
  );
}
