import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { experimentsQuery } from "./queries";
import { Standing } from "./Standing";
import { visitorsOf } from "./said";
import { useSaid } from "./useSaid";

/** Every experiment, and what can be said of it. */
export function ExperimentsPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(experimentsQuery);
  const rows = query.data?.pages.flatMap((page) => page.experiments) ?? [];
  const start = (
    <ButtonLink needs="POST /api/staff/experiments" kind="primary" to="/staff/experiments/new">
      {t("experiments.new")}
    </ButtonLink>
  );
  return (
    <div className="space-y-6">
      <Heading title={t("experiments.title")} text={t("experiments.text")} actions={start} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank icon="search" title={t("experiments.none")} hint={t("experiments.noneHint")} />
        }
      >
        <Table rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Table({ rows, loading }: { rows: ExperimentBody[]; loading: boolean }) {
  const { t, formats } = useLanguage();
  const said = useSaid();
  const navigate = useNavigate();
  const columns: Column<ExperimentBody>[] = [
    {
      key: "name",
      title: t("experiments.field.name"),
      value: (row) => row.name,
      cell: (row) => (
        <Link
          to="/staff/experiments/$experimentId"
          params={{ experimentId: row.id }}
          className="inline-flex min-h-8 min-w-36 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "status",
      title: t("experiments.standing"),
      value: (row) => t(`experiments.status.${row.status}`),
      cell: (row) => <Standing status={row.status} />,
    },
    {
      key: "visitors",
      title: t("experiments.visitors"),
      number: true,
      value: visitorsOf,
      cell: (row) => formats.number(visitorsOf(row)),
    },
    {
      key: "result",
      title: t("experiments.result"),
      wide: true,
      value: (row) => (row.status === "draft" ? "" : said(row).join(" ")),
    },
  ];
  return (
    <DataTable
      cards
      caption={t("experiments.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) =>
        void navigate({ to: "/staff/experiments/$experimentId", params: { experimentId: row.id } })
      }
    />
  );
}
