import { useState } from "react";
import { BarChart } from "../../design/BarChart";
import { DataTable } from "../../design/DataTable";
import { Gallery } from "../../design/Gallery";
import { Marked } from "../../design/Marked";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { StarBars } from "../../design/StarBars";
import { Stars, StarsInput, StarsInShort } from "../../design/Stars";
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

function StarsToGive({ legend, error }: { legend: string; error?: string }) {
  const [value, setValue] = useState<number | undefined>(error ? undefined : 4);
  return (
    <StarsInput legend={legend} value={value} onChange={setValue} error={value ? null : error} />
  );
}

function BarsToPress() {
  const [chosen, setChosen] = useState<number>();
  return <StarBars counts={[2, 0, 1, 14, 1203]} chosen={chosen} onChoose={setChosen} />;
}

export const figures: Exhibit[] = [
  {
    name: "Stars, StarsInShort, StarsInput, StarBars",
    show: ({ t }) => (
      <div className="space-y-4">
        <div className="flex flex-wrap items-center gap-4">
          {[0, 1, 2.5, 4.3, 5].map((value) => (
            <Stars key={value} value={value} size={20} />
          ))}
          <StarsInShort value={4.3} count={1234} />
          <StarsInShort value={5} count={1} />
        </div>
        <StarsToGive legend={t("reviews.stars")} />
        <StarsToGive legend={t("reviews.stars")} error={t("reviews.starsMissing")} />
        <BarsToPress />
        <StarBars counts={[0, 0, 0, 0, 0]} />
      </div>
    ),
  },
  {
    name: "Marked",
    show: () => (
      <p>
        <Marked
          pieces={[
            { text: "MacBook", found: true },
            { text: " Air 13″ M3", found: false },
          ]}
        />
      </p>
    ),
  },
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
