import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { HolderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { holdersQuery } from "./queries";

/** Everybody who ever had a part in something, with what they have now. */
export function Holders() {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(holdersQuery);
  const holders = query.data?.pages.flatMap((page) => page.holders) ?? [];
  const columns: Column<HolderBody>[] = [
    {
      key: "name",
      title: t("payouts.seller"),
      value: (row) => row.name,
      cell: (row) => <Named holder={row} />,
    },
    {
      key: "kind",
      title: t("payouts.kind"),
      wide: true,
      value: (row) => t(`payouts.kinds.${row.kind}`),
    },
    ...(["earned", "owed"] as const).map((name) => ({
      key: name,
      title: t(`payouts.${name}`),
      number: true,
      value: (row: HolderBody) => row[name],
      text: (row: HolderBody) => formats.amount(row[name], row.currency),
      cell: (row: HolderBody) => formats.price(row[name], row.currency),
    })),
  ];
  return (
    <Panel title={t("payouts.holders")}>
      <Listing
        query={query}
        empty={holders.length === 0}
        none={<Blank title={t("payouts.noHolders")} hint={t("payouts.noHoldersHint")} />}
        loading={<Skeleton className="h-40 w-full" />}
      >
        <DataTable
          cards
          caption={t("payouts.holders")}
          columns={columns}
          rows={holders}
          rowKey={(row) => `${row.id}/${row.currency}`}
        />
      </Listing>
    </Panel>
  );
}

function Named({ holder }: { holder: HolderBody }) {
  const look = "text-accent hover:underline";
  if (holder.kind === "seller")
    return (
      <Link className={look} to="/staff/sellers/$sellerId" params={{ sellerId: holder.id }}>
        {holder.name}
      </Link>
    );
  return (
    <Link className={look} to="/staff/resources/$resourceId" params={{ resourceId: holder.id }}>
      {holder.name}
    </Link>
  );
}
