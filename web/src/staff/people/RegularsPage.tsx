import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { RegularShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { ListFilter } from "../desk/ListFilter";
import { regularsQuery, regularsSheet, SEGMENTS } from "./queries";

const route = getRouteApi("/staff/regulars");

/** Who buys: once, again and again, or not any more. */
export function RegularsPage() {
  const { t, formats } = useLanguage();
  const { segment } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({ ...regularsQuery(segment), placeholderData: (old) => old });
  const rows = query.data?.pages.flatMap((page) => page.regulars) ?? [];
  const month = (day: string) => formats.monthOfUtc(day);
  const columns: Column<RegularShown>[] = [
    {
      key: "name",
      title: t("account.name"),
      cell: (row) => (
        <Link
          to="/staff/people/$userId"
          params={{ userId: row.userId }}
          className="font-medium wrap-anywhere hover:text-accent"
        >
          {row.name || row.email}
        </Link>
      ),
    },
    {
      key: "mail",
      title: t("people.mail"),
      wide: true,
      cell: (row) => <span className="wrap-anywhere">{row.email}</span>,
    },
    {
      key: "orders",
      title: t("staffOrder.title"),
      number: true,
      cell: (row) => formats.number(row.orders),
    },
    { key: "first", title: t("regulars.first"), wide: true, cell: (row) => month(row.firstMonth) },
    { key: "last", title: t("regulars.last"), wide: true, cell: (row) => month(row.lastMonth) },
    {
      key: "paid",
      title: t("regulars.paid"),
      number: true,
      cell: (row) => (
        <span className="flex flex-col items-end">
          {row.paid.map(({ currency, amount }) => (
            <Price key={currency} amount={amount} currency={currency} />
          ))}
        </span>
      ),
    },
    {
      key: "consent",
      title: t("regulars.consent"),
      wide: true,
      cell: (row) => (row.consent ? t("word.yes") : "–"),
    },
  ];
  return (
    <div className="space-y-4">
      <Heading title={t("regulars.title")} text={t("regulars.text")} />
      <div className="flex flex-wrap items-end gap-3">
        <ListFilter
          value={segment}
          items={SEGMENTS}
          nameOf={(one) => t(`regulars.segment.${one}`)}
          onChoose={(next) => change({ segment: next })}
        />
        <DownloadLink href={regularsSheet(segment)} label={t("list.csv")} />
      </div>
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="person" title={t("regulars.none")} hint={t("regulars.noneHint")} />}
      >
        <DataTable
          caption={t("regulars.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.userId}
          loading={query.isPending}
        />
      </Listing>
    </div>
  );
}
