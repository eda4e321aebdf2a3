import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { PurchaseBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { ListFilter } from "../desk/ListFilter";
import { NewPurchase } from "./NewPurchase";
import { purchasesQuery, WHICH } from "./queries";
import { PurchaseBadge } from "./Status";

const route = getRouteApi("/staff/purchases");

/** What was ordered from suppliers, and the way to order more. */
export function PurchasesPage() {
  const { t, locale } = useLanguage();
  const { which } = route.useSearch();
  const change = useChange(route);
  const [making, make] = useState(false);
  const query = useInfiniteQuery({
    ...purchasesQuery(which, locale),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.purchases) ?? [];
  return (
    <div className="space-y-4">
      <Heading
        title={t("purchase.title")}
        text={t("purchase.text")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => make(true)}>
            {t("purchase.make")}
          </Button>
        }
      />
      <ListFilter
        value={which}
        items={WHICH}
        nameOf={(one) => t(`purchase.which.${one}`)}
        onChoose={(next) => change({ which: next })}
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank title={t("purchase.none")} hint={t("purchase.noneHint")} />}
      >
        <PurchaseTable rows={rows} loading={query.isPending} />
      </Listing>
      {making && <NewPurchase onClose={() => make(false)} />}
    </div>
  );
}

function PurchaseTable({ rows, loading }: { rows: PurchaseBody[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const columns: Column<PurchaseBody>[] = [
    {
      key: "number",
      title: t("purchase.number"),
      value: (row) => row.number,
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <Link
            to="/staff/purchases/$purchaseId"
            params={{ purchaseId: row.id }}
            className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
          >
            {t("purchase.named", { number: row.number })}
          </Link>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.supplier}</span>
        </span>
      ),
    },
    {
      key: "status",
      title: t("staff.column.state"),
      value: (row) => t(`purchase.status.${row.status}`),
      cell: (row) => <PurchaseBadge status={row.status} />,
    },
    {
      key: "expectedOn",
      title: t("purchase.expectedOn"),
      value: (row) => row.expectedOn ?? "",
      cell: (row) => (row.expectedOn ? formats.dayAhead(row.expectedOn) : "–"),
    },
    {
      key: "toCome",
      title: t("purchase.toCome"),
      number: true,
      value: (row) => row.lines.reduce((sum, { toCome }) => sum + toCome, 0),
    },
    { key: "location", title: t("purchase.location"), wide: true, value: (row) => row.location },
    {
      key: "total",
      title: t("purchase.total"),
      number: true,
      wide: true,
      value: (row) => row.total,
      text: (row) => formats.amount(row.total, row.currency),
      cell: (row) => <Price amount={row.total} currency={row.currency} />,
    },
  ];
  return (
    <DataTable
      caption={t("purchase.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}
