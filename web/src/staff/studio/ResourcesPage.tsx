import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { resourcesQuery } from "../../rooms/studio/queries";
import { Conflicts } from "./Conflicts";

/** Photographers, studios, rooms and equipment whose time is sold. */
export function ResourcesPage() {
  const { t, locale } = useLanguage();
  const query = useQuery(resourcesQuery);
  const names = new Map(query.data?.resources.map((one) => [one.id, nameIn(one, locale)]));
  const placeOf = ({ studioId }: ResourceBody) => (studioId && names.get(studioId)) || "";
  const columns: Column<ResourceBody>[] = [
    {
      key: "name",
      title: t("studio.field.name"),
      value: (row) => nameIn(row, locale),
      cell: (row) => (
        <>
          <Link
            to="/staff/resources/$resourceId"
            params={{ resourceId: row.id }}
            className="break-words underline"
          >
            {nameIn(row, locale)}
          </Link>
          <span className="block text-ink-soft sm:hidden">{placeOf(row)}</span>
        </>
      ),
    },
    {
      key: "kind",
      title: t("studio.field.kind"),
      value: (row) => t(`studio.kinds.${row.kind}`),
    },
    { key: "studio", title: t("studio.kinds.studio"), wide: true, value: placeOf },
    { key: "zone", title: t("studio.field.zone"), wide: true, value: (row) => row.zone },
    {
      key: "capacity",
      title: t("studio.field.capacity"),
      number: true,
      wide: true,
      value: (row) => row.capacity,
    },
    {
      key: "status",
      title: t("staff.column.state"),
      value: (row) => t(`studio.statuses.${row.status}`),
      cell: (row) => (
        <Badge tone={row.status === "active" ? "free" : "gone"}>
          {t(`studio.statuses.${row.status}`)}
        </Badge>
      ),
    },
  ];
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("studio.title")}
        text={t("studio.text")}
        actions={
          <ButtonLink needs="POST /api/staff/resources" kind="primary" to="/staff/resources/new">
            {t("studio.make")}
          </ButtonLink>
        }
      />
      <Conflicts />
      <Loaded query={query} loading={<Skeleton className="h-72 w-full" />}>
        {({ resources }) =>
          resources.length === 0 ? (
            <Blank icon="clock" title={t("studio.none")} hint={t("studio.noneHint")} />
          ) : (
            <DataTable
              caption={t("studio.title")}
              columns={columns}
              rows={resources}
              rowKey={(row) => row.id}
            />
          )
        }
      </Loaded>
    </div>
  );
}
