import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { withQuery } from "../../base/api/client";
import { LIVING } from "../../base/api/lists";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Check, Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Work } from "../../design/Work";
import { FromTo } from "../desk/FromTo";
import { MoreFilters } from "../desk/MoreFilters";
import { SavedViews } from "../desk/SavedViews";
import { SellerFilter } from "../desk/SellerFilter";
import { inMoments } from "../desk/search";
import { Bulk } from "./Bulk";
import { NumbersDialog } from "./NumbersDialog";
import { OrderTable, useWay } from "./OrderTable";
import { PickUp } from "./PickUp";
import { orderSumsQuery, ordersQuery } from "./queries";
import { FULFILMENTS, filterOf, type OrderSearch, PAYMENTS, SORTS, STATUSES, WAYS } from "./search";
import { useUsedTags } from "./tags";

const route = getRouteApi("/staff/orders");

/** Everybody's orders, newest first or sorted otherwise. */
export function OrderListPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({ ...ordersQuery(search), ...LIVING });
  const rows = query.data?.pages.flatMap((page) => page.orders) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [numbering, setNumbering] = useState(false);
  const turn = (id: string) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Work writes="POST /api/staff/orders">
      {" "}
      <div className="space-y-4">
        <Heading
          dense
          title={t("staffOrder.title")}
          actions={
            <>
              <PickUp />
              <Button size="s" onClick={() => setNumbering(true)}>
                {t("parcelNumbers.title")}
              </Button>
              <ButtonLink
                needs="POST /api/staff/orders"
                size="s"
                icon="plus"
                to="/staff/orders/new"
              >
                {t("takeOrder.title")}
              </ButtonLink>
            </>
          }
        />
        {numbering && <NumbersDialog onClose={() => setNumbering(false)} />}
        <SavedViews list="orders" />
        <Filters />
        <Sums />
        <Bulk rows={rows} chosen={chosen} onChosen={setChosen} />
        <Listing
          query={query}
          empty={rows.length === 0}
          none={
            <Blank
              title={t(isFiltered(search) ? "staffOrder.none" : "order.none")}
              hint={search.q && t("staffOrder.noneHint")}
            />
          }
        >
          <OrderTable
            rows={rows}
            loading={query.isPending}
            byChange={search.sort === "changed"}
            chosen={chosen}
            onTurn={turn}
          />
        </Listing>
      </div>
    </Work>
  );
}

function Filters() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const way = useWay();
  const change = useChange(route);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <FindBox
        label={t("staffOrder.find")}
        q={search.q}
        onFind={(q) => change({ q })}
        most={200}
        className="w-full"
      />
      <MoreFilters set={setOf(search)}>
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
        <Select
          dense
          label={t("staffOrder.goods")}
          value={search.fulfilment}
          none={t("list.all")}
          items={FULFILMENTS}
          nameOf={(state) => t(`staffOrder.goodsAre.${state}`)}
          onChoose={(fulfilment) => change({ fulfilment })}
          className="w-[calc(50%-6px)] sm:w-40"
        />
        <SellerFilter
          className="w-[calc(50%-6px)] sm:w-40"
          seller={search.seller}
          onChoose={(seller) => change({ seller })}
        />
        <Tags tag={search.tag} onChoose={(tag) => change({ tag })} />
        <FromTo days={search} onChange={change} />
        <Check
          label={t("staffOrder.held")}
          checked={search.held ?? false}
          onChange={({ target }) => change({ held: target.checked || undefined })}
        />
        {search.silent && (
          <Check
            label={t("staffOrder.silent")}
            checked
            onChange={() => change({ silent: undefined })}
          />
        )}
      </MoreFilters>
      <Select
        dense
        label={t("staffOrder.sort")}
        value={search.sort}
        none={t("staffOrder.sorts.newest")}
        items={SORTS}
        nameOf={(sort) => t(`staffOrder.sorts.${sort}`)}
        onChoose={(sort) => change({ sort })}
        className="grow basis-44 sm:w-48 sm:grow-0 sm:basis-auto"
      />
      {isFiltered(search) && (
        <ButtonLink kind="plain" size="s" to="/staff/orders" search={{}}>
          {t("list.clear")}
        </ButtonLink>
      )}
      <span className="grow" />
      <DownloadLink
        size="field"
        href={`/api${withQuery("/staff/orders", { ...inMoments(search), format: "csv" })}`}
        label={t("list.csv")}
      />
    </div>
  );
}

/** What stands behind the button of a phone. */
function setOf(search: OrderSearch): unknown[] {
  const { q: _, ...others } = filterOf(search);
  return Object.values(others);
}

function isFiltered(search: OrderSearch): boolean {
  return Object.values(filterOf(search)).some((value) => value !== undefined);
}

/** How many orders there are on all pages, and what they come to in each currency. */
function Sums() {
  const { t, formats } = useLanguage();
  const { data } = useQuery({
    ...orderSumsQuery(route.useSearch()),
    placeholderData: LIVING.placeholderData,
    refetchInterval: 10_000,
  });
  if (!data) return <p className="min-h-5 text-13" />;
  const sums = data.sums.map(({ total, currency }) => formats.price(total, currency));
  const many = data.more
    ? t("staffOrder.moreThan", { most: formats.number(data.count) })
    : t("staffOrder.many", { count: data.count });
  return (
    <p role="status" data-testid="order-sums" className="tabular min-h-5 text-13 text-ink-soft">
      {[many, ...sums].join(" · ")}
    </p>
  );
}

/** With which of staff's tags, where there are some. */
function Tags(props: { tag: string | undefined; onChoose: (tag: string | undefined) => void }) {
  const { t } = useLanguage();
  const used = useUsedTags().map(({ tag }) => tag);
  if (used.length === 0 && !props.tag) return null;
  return (
    <Select
      dense
      label={t("staffOrder.tag")}
      value={props.tag}
      none={t("list.all")}
      items={[...new Set([...used, ...(props.tag ? [props.tag] : [])])]}
      nameOf={(tag) => tag}
      onChoose={props.onChoose}
      className="w-[calc(50%-6px)] sm:w-36"
    />
  );
}
