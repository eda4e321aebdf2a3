import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { WrittenPageShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { writtenPagesQuery } from "./pages";

/** The pages that the merchant wrote. */
export function WrittenPages() {
  const { t, locale } = useLanguage();
  const navigate = useNavigate();
  const columns: Column<WrittenPageShown>[] = [
    {
      key: "title",
      title: t("writtenPages.name"),
      cell: (row) => (
        <Link
          to="/staff/pages/$slug"
          params={{ slug: row.slug }}
          className="font-medium wrap-anywhere hover:text-accent"
        >
          {titleOf(row, locale)}
        </Link>
      ),
    },
    { key: "address", title: t("writtenPages.address"), value: (row) => `/pages/${row.slug}` },
    {
      key: "foot",
      title: t("writtenPages.foot"),
      wide: true,
      value: (row) => (row.atFoot ? t("word.yes") : "–"),
    },
    {
      key: "changed",
      title: t("writtenPages.changed"),
      wide: true,
      cell: (row) => <Moment at={row.changedAt} />,
    },
  ];
  const add = (
    <ButtonLink
      kind="primary"
      icon="plus"
      needs="PUT /api/staff/pages/{slug}"
      to="/staff/pages/$slug"
      params={{ slug: "new" }}
    >
      {t("writtenPages.make")}
    </ButtonLink>
  );
  return (
    <div className="max-w-4xl space-y-4">
      <Heading title={t("writtenPages.title")} text={t("writtenPages.text")} actions={add} />
      <Loaded query={useQuery(writtenPagesQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ pages }) =>
          pages.length === 0 ? (
            <Blank title={t("writtenPages.none")} hint={t("writtenPages.noneHint")} />
          ) : (
            <DataTable
              caption={t("writtenPages.title")}
              columns={columns}
              rows={pages}
              rowKey={(row) => row.slug}
              onOpen={(row) =>
                void navigate({ to: "/staff/pages/$slug", params: { slug: row.slug } })
              }
            />
          )
        }
      </Loaded>
    </div>
  );
}

/** In the reader's language, else in any. */
export function titleOf({ texts }: WrittenPageShown, locale: string): string {
  return texts[locale]?.title ?? Object.values(texts)[0]?.title ?? "";
}
