import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { STANDINGS } from "../../rooms/selling/standings";
import { sellersQuery } from "../desk/sellers";
import { EditSeller } from "./EditSeller";

/** Who sells beside the shop, and who asks to. */
export function SellersPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const open = (sellerId: string) =>
    void navigate({ to: "/staff/sellers/$sellerId", params: { sellerId } });
  const columns: Column<SellerBody>[] = [
    {
      key: "name",
      title: t("staff.column.name"),
      value: (row) => row.name,
      cell: (row) => (
        <Link
          to="/staff/sellers/$sellerId"
          params={{ sellerId: row.id }}
          className="wrap-anywhere underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`seller.standing.${row.standing}`),
      cell: (row) => (
        <Badge tone={STANDINGS[row.standing]}>{t(`seller.standing.${row.standing}`)}</Badge>
      ),
    },
    { key: "note", title: t("sellers.note"), wide: true, value: (row) => row.note },
  ];
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("sellers.title")}
        text={t("sellers.text")}
        actions={
          <Button
            needs="POST /api/staff/sellers"
            kind="primary"
            icon="plus"
            onClick={() => setMaking(true)}
          >
            {t("sellers.make")}
          </Button>
        }
      />
      {making && (
        <EditSeller onDone={({ seller }) => open(seller.id)} onClose={() => setMaking(false)} />
      )}
      <Loaded query={useQuery(sellersQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ sellers }) =>
          sellers.length === 0 ? (
            <Blank title={t("sellers.none")} hint={t("sellers.noneHint")} />
          ) : (
            <DataTable
              caption={t("sellers.title")}
              columns={columns}
              rows={sellers}
              rowKey={(row) => row.id}
              onOpen={(row) => open(row.id)}
            />
          )
        }
      </Loaded>
    </div>
  );
}
