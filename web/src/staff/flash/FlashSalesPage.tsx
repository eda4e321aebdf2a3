import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLastOver } from "../../base/now";
import { optionWords } from "../../base/options";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Dialog } from "../../design/Dialog";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { useWatch } from "../../live/channel";
import { liveSales, type SaleState } from "../../rooms/flash/live";
import { salePhase } from "../../rooms/flash/phase";
import { useSaleState } from "../../rooms/flash/queries";
import { SaleSupply } from "../../rooms/flash/SaleSupply";
import { EndSale } from "./EndSale";
import { NewSale } from "./NewSale";
import { Phase } from "./Phase";
import { staffSalesQuery } from "./queries";

/** Every flash sale, those that run with their figures as they change, and the way to a new one. */
export function FlashSalesPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(staffSalesQuery);
  const rows = query.data?.pages.flatMap((page) => page.flashSales) ?? [];
  useWatch(
    liveSales,
    rows.map((row) => row.id),
  );
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<StaffSaleBody | null>(null);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("flash.title")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
            {t("staff.flash.make")}
          </Button>
        }
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="clock" title={t("staff.flash.none")} hint={t("staff.flash.noneHint")} />}
      >
        <SaleTable rows={rows} loading={query.isPending} onEnd={setEnding} />
      </Listing>
      <Dialog
        open={making}
        onClose={() => setMaking(false)}
        title={t("staff.flash.make")}
        text={t("staff.flash.final")}
      >
        <NewSale onDone={() => setMaking(false)} />
      </Dialog>
      {ending && <EndSale sale={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

interface TableProps {
  rows: StaffSaleBody[];
  loading: boolean;
  onEnd: (sale: StaffSaleBody) => void;
}

function SaleTable({ rows, loading, onEnd }: TableProps) {
  const { t, formats } = useLanguage();
  const now = useLastOver(rows.flatMap((one) => [one.startTime, one.endTime]));
  const columns: Column<StaffSaleBody>[] = [
    {
      key: "name",
      title: t("staff.flash.field.productId"),
      value: (row) => row.name,
      cell: (row) => (
        <div className="min-w-40">
          <Link
            to="/staff/flash-sales/$saleId"
            params={{ saleId: row.id }}
            className="font-medium wrap-anywhere hover:text-accent"
          >
            {row.name || row.id.slice(-6)}
          </Link>
          <p className="text-ink-soft">{optionWords(row.options)}</p>
          <p className="md:hidden">
            <Price amount={row.price} before={row.usualPrice} currency={row.currency} />
          </p>
          <p className="tabular text-ink-soft">
            {formats.moment(row.startTime)} – {formats.moment(row.endedAt ?? row.endTime)}
          </p>
          {row.locations.length > 0 && (
            <p className="text-13 text-ink-soft wrap-anywhere">
              {t("staff.flash.from", { places: formats.list(row.locations) })}
            </p>
          )}
        </div>
      ),
    },
    {
      key: "price",
      title: t("staff.flash.field.price"),
      number: true,
      wide: true,
      value: (row) => row.price,
      text: (row) => formats.amount(row.price, row.currency),
      cell: (row) => <Price amount={row.price} before={row.usualPrice} currency={row.currency} />,
    },
    {
      key: "phase",
      title: t("staff.column.state"),
      value: (row) => t(`staff.flash.phases.${salePhase(row, now)}`),
      cell: (row) => <Phase sale={row} />,
    },
    {
      key: "left",
      title: t("staff.flash.left"),
      value: (row) => row.remaining,
      cell: (row) => (
        <div className="min-w-36">
          <Running sale={row}>{() => <SaleSupply sale={row} />}</Running>
        </div>
      ),
    },
    {
      key: "sold",
      title: t("staff.flash.sold"),
      number: true,
      value: (row) => row.sold,
      cell: (row) => <Running sale={row}>{({ sold }) => formats.number(sold)}</Running>,
    },
    {
      key: "returned",
      title: t("staff.flash.returned"),
      number: true,
      wide: true,
      value: (row) => row.returned,
    },
    {
      key: "actions",
      title: t("staff.column.actions"),
      bare: true,
      number: true,
      cell: (row) =>
        salePhase(row, now) !== "ended" && (
          <Button
            size="s"
            kind="plain"
            aria-label={t("staff.flash.endOf", { name: row.name })}
            onClick={() => onEnd(row)}
          >
            {t("staff.flash.end")}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      cards
      caption={t("flash.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}

/** As it stands at this moment. */
function Running(props: { sale: StaffSaleBody; children: (state: SaleState) => React.ReactNode }) {
  return props.children(useSaleState(props.sale));
}
