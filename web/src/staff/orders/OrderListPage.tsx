import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { withQuery } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { useTypedSearch } from "../../base/settled";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { SearchBox, Select } from "../../design/Field";
import { Listing } from "../../design/Listing";
import { FromTo } from "../desk/FromTo";
import { SavedViews } from "../desk/SavedViews";
import { inMoments } from "../desk/search";
import { OrderTable, useWay } from "./OrderTable";
import { ordersQuery } from "./queries";
import { type OrderSearch, PAYMENTS, STATUSES, WAYS } from "./search";

const route = getRouteApi("/staff/orders");

/** Everybody's orders, newest first. */
export function OrderListPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({
    ...ordersQuery(search),
    placeholderData: (before) => before,
    // Whoever went on reading is not thrown back to the top.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
  });
  const rows = query.data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <div className="space-y-4">
      <h1 className="text-18 font-semibold">{t("staffOrder.title")}</h1>
      <SavedViews list="orders" />
      <Filters />
      <Listing
        query={query}
        keeps
        empty={rows.length === 0}
        none={
          <Blank
            title={t(Object.values(search).some(Boolean) ? "staffOrder.none" : "order.none")}
            hint={search.q && t("staffOrder.noneHint")}
          />
        }
      >
        <OrderTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Filters() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const way = useWay();
  const change = (next: OrderSearch) =>
    void navigate({
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <Typed onSearch={(q) => change({ q: q || undefined })} />
      <Select
        dense
        label={t("staff.column.status")}
        value={search.status}
        none={t("list.all")}
        items={STATUSES}
        nameOf={(status) => t(`order.status.${status}`)}
        onChoose={(status) => change({ status })}
        className="w-[calc(50%-6px)] sm:w-36"
      />
      <Select
        dense
        label={t("staff.column.payment")}
        value={search.payment}
        none={t("list.all")}
        items={PAYMENTS}
        nameOf={(state) => t(`staffOrder.payments.${state}`)}
        onChoose={(payment) => change({ payment })}
        className="w-[calc(50%-6px)] sm:w-36"
      />
      <Select
        dense
        label={t("orderPage.way")}
        value={search.provider}
        none={t("list.all")}
        items={[...new Set([...WAYS, ...(search.provider ? [search.provider] : [])])]}
        nameOf={way}
        onChoose={(provider) => change({ provider })}
        className="w-full sm:w-36"
      />
      <FromTo days={search} onChange={change} />
      {filtered && (
        <ButtonLink kind="plain" size="s" to="/staff/orders" search={{}}>
          {t("staff.clear")}
        </ButtonLink>
      )}
      <span className="grow" />
      <DownloadLink
        href={`/api${withQuery("/staff/orders", { ...inMoments(search), format: "csv" })}`}
        label={t("list.csv")}
      />
    </div>
  );
}

function Typed({ onSearch }: { onSearch: (q: string) => void }) {
  const { t } = useLanguage();
  const { typed, setTyped } = useTypedSearch(route.useSearch().q ?? "", onSearch);
  return (
    <SearchBox
      dense
      label={t("staffOrder.find")}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
      className="w-full"
    />
  );
}
