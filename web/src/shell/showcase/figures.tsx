import { BarChart } from "../../design/BarChart";
import { DataTable } from "../../design/DataTable";
import { Gallery } from "../../design/Gallery";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { SupplyWords } from "../../design/SupplyWords";
import { ProductCardSkeleton } from "../../rooms/catalog/ProductCard";
import type { Exhibit } from "./exhibit";

const ROWS = [
  { name: "A-100", stock: 12, held: 0, price: 12_999_000 },
  { name: "B-200", stock: 2, held: 3, price: 4_990_000 },
  { name: "C-300", stock: 0, held: 0, price: 99_050 },
];

const DAYS = [4, 7, 3, 9, 12, 6, 8].map((value, day) => ({
  label: `${day + 1}.11`,
  values: [value, Math.round(value / 4)],
}));

export const figures: Exhibit[] = [
  {
    name: "Price",
    show: () => (
      <div className="flex flex-wrap gap-6">
        <Price amount={12_999_000} currency="RUB" />
        <Price amount={12_999_050} currency="RUB" before={14_999_000} />
        <Price amount={129_000} currency="KRW" from />
        <Price amount={1_999} currency="USD" />
      </div>
    ),
  },
  {
    name: "DataTable",
    show: ({ t }) => (
      <DataTable
        caption={t("staff.stock")}
        rows={ROWS}
        rowKey={(row) => row.name}
        columns={[
          { key: "sku", title: t("staff.column.sku"), cell: (row) => row.name },
          {
            key: "supply",
            title: t("staff.column.supply"),
            cell: (row) => <SupplyWords stock={row.stock} held={row.held} />,
          },
          {
            key: "total",
            title: t("staff.column.total"),
            number: true,
            cell: (row) => <Price amount={row.price} currency="RUB" />,
          },
        ]}
      />
    ),
  },
  {
    name: "BarChart",
    show: ({ t }) => (
      <BarChart
        title={t("stats.chart")}
        summary={t("stats.chart")}
        series={[
          { name: t("stats.orders"), tone: "free" },
          { name: t("stats.cancelledOrders"), tone: "gone" },
        ]}
        bars={DAYS}
      />
    ),
  },
  {
    name: "Picture, Gallery, ProductCardSkeleton",
    show: () => (
      <div className="grid grid-cols-3 gap-4">
        <Picture url={null} alt="A-100" />
        <Gallery name="A-100" images={[]} />
        <ProductCardSkeleton />
      </div>
    ),
  },
];
