import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffProductRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Picture } from "../../design/Picture";
import { useWorks } from "../../design/Work";
import { useWatch } from "../../live/channel";
import { liveStock } from "../../rooms/stock/live";
import { useLineKeys } from "../desk/lineKeys";
import { MoreFilters } from "../desk/MoreFilters";
import { SavedViews } from "../desk/SavedViews";
import { SellerFilter } from "../desk/SellerFilter";
import { useToldKeys } from "../desk/told";
import { BulkSteps } from "./BulkSteps";
import { CategoryChoice } from "./CategoryChoice";
import { Unfinished } from "./DraftNotices";
import { STATUSES } from "./form";
import { DiscountCell, PriceCell, StatusCell, StockCell } from "./ProductCells";
import { type ProductSearch, staffProductsQuery } from "./queries";

const route = getRouteApi("/staff/products");

/** Every product, drafts too, and the way to a new one. */
export function ProductsPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(staffProductsQuery(search, locale));
  const rows = query.data?.pages.flatMap((page) => page.products) ?? [];
  const change = (next: ProductSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const { q, status, category, seller } = search;
  const filtered = Boolean(q || status || category || seller);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const turn = ({ id }: StaffProductRow) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("products.title")}
        actions={
          <>
            <DownloadLink size="m" href="/api/staff/catalogue.csv" label={t("products.export")} />
            <ButtonLink needs="POST /api/staff/imports" to="/staff/import">
              {t("imports.title")}
            </ButtonLink>
            <ButtonLink
              needs="POST /api/staff/products"
              kind="primary"
              icon="plus"
              to="/staff/products/new"
            >
              {t("products.make")}
            </ButtonLink>
          </>
        }
      />
      <Unfinished />
      <SavedViews list="products" />
      <div className="flex flex-wrap gap-2">
        <FindBox
          className="min-w-48 grow sm:max-w-80"
          label={t("products.search")}
          q={search.q}
          onFind={(q) => change({ q })}
          most={200}
        />
        <MoreFilters set={[search.status, search.category, search.seller]}>
          <Select
            bare
            dense
            label={t("staff.column.status")}
            value={search.status}
            none={t("products.anyStatus")}
            items={STATUSES}
            nameOf={(status) => t(`products.statuses.${status}`)}
            onChoose={(status) => change({ status })}
          />
          <CategoryChoice
            bare
            dense
            className="w-full sm:w-52"
            none={t("products.anyCategory")}
            value={search.category ?? null}
            onChoose={(category) => change({ category: category ?? undefined })}
          />
          <SellerFilter
            bare
            className="w-full sm:w-44"
            seller={search.seller}
            onChoose={(seller) => change({ seller })}
          />
        </MoreFilters>
        {filtered && (
          <ButtonLink kind="plain" size="s" to="/staff/products" search={{}}>
            {t("list.clear")}
          </ButtonLink>
        )}
      </div>
      <BulkSteps rows={rows} chosen={chosen} onChosen={setChosen} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          filtered ? (
            <Blank title={t("products.notFound")} hint={t("products.notFoundHint")} />
          ) : (
            <Blank
              icon="cart"
              title={t("products.none")}
              hint={t("products.noneHint")}
              action={
                <ButtonLink
                  needs="POST /api/staff/products"
                  kind="primary"
                  to="/staff/products/new"
                >
                  {t("products.make")}
                </ButtonLink>
              }
            />
          )
        }
      >
        <ProductTable rows={rows} loading={query.isPending} chosen={chosen} turn={turn} />
      </Listing>
    </div>
  );
}

interface TableProps {
  rows: StaffProductRow[];
  loading: boolean;
  chosen: ReadonlySet<string>;
  turn: (row: StaffProductRow) => void;
}

function ProductTable({ rows, loading, chosen, turn }: TableProps) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  useWatch(
    liveStock,
    rows.filter((row) => row.variantId).map((row) => row.id),
  );
  useLineKeys(rows, { x: turn });
  useToldKeys([
    ["Enter", t("products.inline.key")],
    ["x", t("products.bulk.key")],
  ]);
  const works = useWorks();
  const columns: Column<StaffProductRow>[] = [
    {
      key: "choose",
      title: t("staffOrder.choose"),
      bare: true,
      tight: true,
      cell: (row) => (
        <label className="grid size-9 place-items-center" data-line={row.id}>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={t("products.bulk.choose", { name: row.name })}
            checked={chosen.has(row.id)}
            onChange={() => turn(row)}
          />
        </label>
      ),
    },
    {
      key: "name",
      title: t("staff.column.product"),
      cell: (row) => (
        <span className="flex min-w-32 items-center gap-3">
          <Picture url={row.imageUrl} alt="" className="w-10 shrink-0 rounded-m" />
          <Link
            to="/staff/products/$id"
            params={{ id: row.id }}
            className="font-medium wrap-anywhere hover:text-accent"
          >
            {row.name}
            {row.publishAt && (
              <span className="block text-13 font-normal text-ink-soft">
                {t("products.publishes", { time: formats.moment(row.publishAt) })}
              </span>
            )}
          </Link>
        </span>
      ),
    },
    {
      key: "status",
      title: t("staff.column.status"),
      cell: (row) => <StatusCell row={row} />,
    },
    {
      key: "price",
      title: t("products.price"),
      number: true,
      cell: (row) => <PriceCell row={row} />,
    },
    {
      key: "discount",
      title: t("products.discount"),
      number: true,
      wide: true,
      cell: (row) => row.variantId && <DiscountCell row={row} />,
    },
    {
      key: "stock",
      title: t("products.free"),
      number: true,
      cell: (row) => <StockCell row={row} />,
    },
    {
      key: "held",
      title: t("staff.column.held"),
      number: true,
      wide: true,
      cell: (row) => formats.number(row.held),
    },
    {
      key: "variants",
      title: t("products.variants"),
      number: true,
      wide: true,
      cell: (row) => formats.number(row.variants),
    },
  ];
  return (
    <DataTable
      caption={t("products.title")}
      columns={works ? columns : columns.filter(({ key }) => key !== "choose")}
      rows={rows}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: "/staff/products/$id", params: { id: row.id } })}
      loading={loading}
    />
  );
}
