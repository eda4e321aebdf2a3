import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { GoodsLineShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { linesQuery, timesQuery } from "./queries";
import { TimeTable } from "./TimeTable";

/** What is sold out and waited for, the longest line first; and who waits for a time. */
export function LinesPage() {
  const { t, locale } = useLanguage();
  const query = useQuery(linesQuery);
  const times = useQuery(timesQuery(locale));
  const some = Boolean(times.data?.places.length);
  return (
    <div className="space-y-4">
      <Heading
        title={t("staffLine.title")}
        text={t("staffLine.text")}
        actions={
          <ButtonLink to="/staff/settings" hash="limits">
            {t("staffLine.howLong")}
          </ButtonLink>
        }
      />
      <Loaded query={query} loading={<Skeleton className="h-48 w-full" />}>
        {({ lines }) =>
          lines.length > 0 ? (
            <LineTable rows={lines} />
          ) : (
            times.isSuccess &&
            !some && (
              <Blank icon="check" title={t("staffLine.none")} hint={t("staffLine.noneHint")} />
            )
          )
        }
      </Loaded>
      {times.isError && <Failure error={times.error} onRetry={() => void times.refetch()} />}
      {some && (
        <section className="space-y-2">
          <h2 className="text-18 font-semibold">{t("staffLine.times")}</h2>
          <TimeTable rows={times.data?.places ?? []} />
        </section>
      )}
    </div>
  );
}

function LineTable({ rows }: { rows: GoodsLineShown[] }) {
  const { t, formats } = useLanguage();
  const columns: Column<GoodsLineShown>[] = [
    {
      key: "product",
      title: t("staff.column.product"),
      value: (row) => row.name,
      cell: (row) => (
        <Link
          to="/staff/waiting/$variantId"
          params={{ variantId: row.variantId }}
          className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "sku",
      title: t("staff.column.sku"),
      wide: true,
      value: (row) => row.sku ?? "",
      cell: (row) => row.sku ?? "",
    },
    {
      key: "waiting",
      title: t("staffLine.waiting"),
      number: true,
      value: (row) => row.waiting,
      cell: (row) => formats.number(row.waiting),
    },
    {
      key: "wanted",
      title: t("staffLine.wanted"),
      number: true,
      wide: true,
      value: (row) => row.wanted,
      cell: (row) => formats.number(row.wanted),
    },
    {
      key: "offered",
      title: t("staffLine.offered"),
      number: true,
      value: (row) => row.offered,
      cell: (row) => formats.number(row.offered),
    },
    {
      key: "since",
      title: t("staffLine.since"),
      wide: true,
      value: (row) => row.since ?? "",
      cell: (row) =>
        row.since ? <Moment at={row.since} className="tabular whitespace-nowrap" /> : "",
    },
  ];
  return (
    <DataTable
      caption={t("staffLine.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.variantId}
    />
  );
}
