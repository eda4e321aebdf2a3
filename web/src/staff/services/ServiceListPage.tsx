import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { StaffService } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { servicesQuery } from "./queries";

/** What can be booked, and what could once. */
export function ServiceListPage() {
  const { t, formats, locale } = useLanguage();
  const stateOf = (row: StaffService) =>
    t(row.active ? "services.states.offered" : "services.states.archived");
  const lengthsOf = ({ lengths: { minutes, least, most } }: StaffService) =>
    minutes.length > 0
      ? t("services.listed", { minutes: minutes.join(", ") })
      : t("services.fromTo", { least, most });
  const columns: Column<StaffService>[] = [
    {
      key: "name",
      title: t("staff.column.name"),
      value: (row) => nameIn(row, locale),
      cell: (row) => (
        <Link
          to="/staff/services/$serviceId"
          params={{ serviceId: row.id }}
          className="break-words underline"
        >
          {nameIn(row, locale)}
        </Link>
      ),
    },
    { key: "lengths", title: t("services.lengths"), wide: true, value: lengthsOf },
    {
      key: "price",
      title: t("services.price"),
      number: true,
      value: (row) => row.price.amount,
      text: (row) => formats.price(row.price.amount, row.currency),
    },
    {
      key: "rule",
      title: t("services.priceRule"),
      wide: true,
      value: (row) => t(`services.priceRules.${row.price.rule}`),
    },
    {
      key: "needs",
      title: t("services.needs"),
      wide: true,
      value: (row) => row.needs.map((need) => t(`services.kinds.${need.kind}`)).join(", "),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: stateOf,
      cell: (row) => <Badge tone={row.active ? "free" : "gone"}>{stateOf(row)}</Badge>,
    },
  ];
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("services.title")}
        text={t("services.text")}
        actions={
          <>
            <ButtonLink to="/staff/services/rules">{t("services.rules")}</ButtonLink>
            <ButtonLink needs="POST /api/staff/services" kind="primary" to="/staff/services/new">
              {t("services.make")}
            </ButtonLink>
          </>
        }
      />
      <Loaded query={useQuery(servicesQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ services }) =>
          services.length === 0 ? (
            <Blank icon="clock" title={t("services.none")} hint={t("services.noneHint")} />
          ) : (
            <DataTable
              caption={t("services.title")}
              columns={columns}
              rows={services}
              rowKey={(row) => row.id}
            />
          )
        }
      </Loaded>
    </div>
  );
}
