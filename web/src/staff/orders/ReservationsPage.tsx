import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { OpenReservation } from "../../base/api/schema";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Icon } from "../../design/Icon";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { Buyer, buyerName } from "../desk/Buyer";
import { ActionDialog } from "./ActionDialog";
import { reservationsQuery } from "./queries";

/** What is being paid for right now, by whom, and until when. */
export function ReservationsPage() {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(reservationsQuery);
  const rows = query.data?.pages.flatMap((page) => page.reservations) ?? [];
  const [releasing, setReleasing] = useState<OpenReservation | null>(null);
  const columns: Column<OpenReservation>[] = [
    {
      key: "order",
      title: t("staff.column.order"),
      value: (row) => row.number,
      cell: (row) => (
        <Link
          to="/staff/orders/$orderId"
          params={{ orderId: row.orderId }}
          className="tabular font-medium hover:text-accent"
        >
          {row.number}
        </Link>
      ),
    },
    {
      key: "ends",
      title: t("staff.column.ends"),
      value: (row) => row.expiresAt,
      number: true,
      cell: (row) => <Ends at={row.expiresAt} />,
    },
    {
      key: "items",
      title: t("order.items"),
      value: itemsOf,
    },
    {
      key: "owner",
      title: t("staff.column.owner"),
      value: (row) => buyerName(row.buyer) ?? row.owner,
      wide: true,
      cell: (row) => <Buyer who={row.buyer} />,
    },
    {
      key: "total",
      title: t("staff.column.total"),
      value: (row) => row.total,
      text: (row) => formats.amount(row.total, row.currency),
      number: true,
      wide: true,
      cell: (row) => <Price amount={row.total} currency={row.currency} />,
    },
    {
      key: "release",
      title: t("staffOrder.release"),
      bare: true,
      cell: (row) => (
        <Button
          size="s"
          aria-label={t("staffOrder.releaseOf", { number: row.number })}
          onClick={() => setReleasing(row)}
        >
          <span className="max-md:sr-only">{t("staffOrder.release")}</span>
          <span className="md:hidden">
            <Icon name="undo" size={16} />
          </span>
        </Button>
      ),
    },
  ];
  return (
    <div className="space-y-4">
      <Heading dense title={t("staff.reservations")} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="clock"
            title={t("staff.noReservations")}
            hint={t("staff.noReservationsHint")}
          />
        }
      >
        <DataTable
          caption={t("staff.reservations")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.reservationId}
          loading={query.isPending}
        />
      </Listing>
      {releasing && (
        <ActionDialog
          order={{
            id: releasing.orderId,
            number: releasing.number,
            currency: releasing.currency,
            staff: null,
          }}
          action="cancel"
          onClose={() => setReleasing(null)}
        />
      )}
    </div>
  );
}

function itemsOf(row: OpenReservation): string {
  const goods = row.items.map((item) => `${item.quantity} × ${item.productName}`);
  return [row.description, ...goods].filter(Boolean).join(", ");
}

function Ends({ at }: { at: string }) {
  const { locale } = useLanguage();
  const seconds = (Date.parse(at) - useServerNow()) / 1000;
  const left = leftText(seconds, locale);
  return <span className={seconds <= 60 ? "text-held-ink" : undefined}>{left}</span>;
}
