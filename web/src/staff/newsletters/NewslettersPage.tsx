import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { configQuery } from "../../base/api/queries";
import type { NewsletterBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { shopLocales } from "../../base/i18n/setup";
import { useUses } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Notice } from "../../design/Notice";
import { titleOf } from "./form";
import { NoMail } from "./NoMail";
import { newslettersQuery, readersQuery } from "./queries";
import { Standing } from "./Standing";

/** Every newsletter, and what came of it. */
export function NewslettersPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(newslettersQuery);
  const readers = useQuery(readersQuery(null)).data?.readers;
  const asked = useUses().newsletter;
  const mails = useQuery(configQuery).data?.mails;
  const rows = query.data?.pages.flatMap((page) => page.newsletters) ?? [];
  const start = (
    <ButtonLink needs="POST /api/staff/newsletters" kind="primary" to="/staff/newsletters/new">
      {t("newsletters.new")}
    </ButtonLink>
  );
  return (
    <div className="space-y-6">
      <Heading
        title={t("newsletters.title")}
        text={readers === undefined ? undefined : t("newsletters.readers", { count: readers })}
        actions={start}
      />
      <NoMail />
      {mails && !asked && (
        <Notice silent title={t("newsletters.off")}>
          {t("newsletters.offHint")}
        </Notice>
      )}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="bell" title={t("newsletters.none")} hint={t("newsletters.noneHint")} />}
      >
        <Table rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Table({ rows, loading }: { rows: NewsletterBody[]; loading: boolean }) {
  const { t, locale, formats } = useLanguage();
  const navigate = useNavigate();
  const nameOf = (row: NewsletterBody) =>
    titleOf(row.texts, locale, shopLocales()) || t("newsletters.untitled");
  const count = (key: "sent" | "left"): Column<NewsletterBody> => ({
    key,
    title: t(`newsletters.count.${key}`),
    number: true,
    value: (row) => row.counts[key],
    cell: (row) => (row.begunAt ? formats.number(row.counts[key]) : "—"),
  });
  const columns: Column<NewsletterBody>[] = [
    {
      key: "title",
      title: t("newsletters.field.title"),
      value: nameOf,
      cell: (row) => (
        <Link
          to="/staff/newsletters/$newsletterId"
          params={{ newsletterId: row.id }}
          className="inline-flex min-h-8 min-w-36 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {nameOf(row)}
        </Link>
      ),
    },
    {
      key: "status",
      title: t("newsletters.standing"),
      value: (row) => t(`newsletters.status.${row.status}`),
      cell: (row) => <Standing status={row.status} />,
    },
    {
      key: "when",
      title: t("newsletters.when"),
      value: (row) => {
        const at = row.begunAt ?? row.sendAt;
        return at ? formats.moment(at) : "";
      },
    },
    count("sent"),
    count("left"),
  ];
  return (
    <DataTable
      cards
      caption={t("newsletters.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
      onOpen={(row) =>
        void navigate({ to: "/staff/newsletters/$newsletterId", params: { newsletterId: row.id } })
      }
    />
  );
}
