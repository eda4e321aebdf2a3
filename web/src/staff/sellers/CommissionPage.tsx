import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CommissionBody } from "../../base/api/schema";
import { categoriesQuery } from "../../base/categories";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { sellersQuery } from "../desk/sellers";
import { NewRule } from "./NewRule";
import { commissionQuery } from "./queries";

/** What of sellers' sales is the shop's, the latest rule first. */
export function CommissionPage() {
  const { t } = useLanguage();
  const [adding, add] = useState(false);
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("commission.title")}
        text={t("commission.text")}
        actions={
          <Button kind="primary" onClick={() => add(true)}>
            {t("commission.add")}
          </Button>
        }
      />
      <Loaded query={useQuery(commissionQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ rules }) =>
          rules.length === 0 ? (
            <Blank title={t("commission.none")} hint={t("commission.noneHint")} />
          ) : (
            <Rules rules={rules} />
          )
        }
      </Loaded>
      {adding && <NewRule onClose={() => add(false)} />}
    </div>
  );
}

function Rules({ rules }: { rules: CommissionBody[] }) {
  const { t, formats, locale } = useLanguage();
  const sellers = useQuery(sellersQuery).data?.sellers ?? [];
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const sellerOf = (row: CommissionBody) =>
    row.sellerId
      ? (sellers.find(({ id }) => id === row.sellerId)?.name ?? "")
      : t("commission.anySeller");
  const categoryOf = (row: CommissionBody) =>
    row.categoryId
      ? (categories.find(({ id }) => id === row.categoryId)?.name ?? "")
      : t("commission.anyCategory");
  const sums = (row: CommissionBody) => {
    if (row.rate === null) return t("commission.ended");
    const rate = `${formats.number(row.rate / 1000)}%`;
    return row.fixed && row.currency ? `${rate} + ${formats.price(row.fixed, row.currency)}` : rate;
  };
  const stateOf = (row: CommissionBody) => {
    if (row.holds) return "holds";
    return Date.parse(row.beginsAt) > serverClock.now() ? "coming" : "over";
  };
  const columns: Column<CommissionBody>[] = [
    { key: "seller", title: t("commission.seller"), value: sellerOf },
    { key: "category", title: t("commission.category"), value: categoryOf },
    { key: "rate", title: t("commission.title"), number: true, value: sums, cell: sums },
    {
      key: "begins",
      title: t("commission.begins"),
      wide: true,
      value: (row) => row.beginsAt,
      cell: (row) => <Moment at={row.beginsAt} />,
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`commission.${stateOf(row)}`),
      cell: (row) => (
        <Badge tone={stateOf(row) === "holds" ? "free" : "gone"}>
          {t(`commission.${stateOf(row)}`)}
        </Badge>
      ),
    },
  ];
  return (
    <DataTable
      cards
      caption={t("commission.title")}
      columns={columns}
      rows={rules}
      rowKey={(row) => row.id}
    />
  );
}
