import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { StaffProductRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTypedSearch } from "../../base/settled";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { SearchBox, Select } from "../../design/Field";
import { Listing } from "../../design/Listing";
import { Picture } from "../../design/Picture";
import { useWatch } from "../../live/channel";
import { liveStock } from "../../rooms/stock/live";
import { SavedViews } from "../desk/SavedViews";
import { useToldKeys } from "../desk/told";
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
  const filtered = Boolean(search.q || search.status);
  const { typed, setTyped } = useTypedSearch(search.q ?? "", (q) => change({ q: q || undefined }));
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-18 font-semibold">{t("products.title")}</h1>
        <div className="flex flex-wrap gap-2">
          <DownloadLink href="/api/staff/catalogue.csv" label={t("products.export")} />
          <ButtonLink to="/staff/import">{t("imports.title")}</ButtonLink>
          <ButtonLink kind="primary" icon="plus" to="/staff/products/new">
            {t("products.make")}
          </ButtonLink>
        </div>
      </div>
      <Unfinished />
      <SavedViews list="products" />
      <div className="flex flex-wrap gap-2">
        <SearchBox
          dense
          className="min-w-48 grow sm:max-w-80"
          label={t("products.search")}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
        />
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
      </div>
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
                <ButtonLink kind="primary" to="/staff/products/new">
                  {t("products.make")}
                </ButtonLink>
              }
            />
          )
        }
      >
        <ProductTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function ProductTable({ rows, loading }: { rows: StaffProductRow[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  useWatch(
    liveStock,
    rows.filter((row) => row.variantId).map((row) => row.id),
  );
  useToldKeys([["Enter", t("products.inline.key")]]);
  const columns: Column<StaffProductRow>[] = [
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
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: "/staff/products/$id", params: { id: row.id } })}
      loading={loading}
    />
  );
}
