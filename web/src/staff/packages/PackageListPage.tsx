import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { StaffPackage } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { useGoodFor, useItemWords } from "../../rooms/packages/told";
import { packagesQuery } from "./queries";

/** What can be paid ahead, and what could once. */
export function PackageListPage() {
  const { t, formats, locale } = useLanguage();
  const itemWords = useItemWords();
  const goodFor = useGoodFor();
  const navigate = useNavigate();
  const stateOf = (row: StaffPackage) => t(row.active ? "offers.onSale" : "offers.offSale");
  const priceOf = ({ price, currency }: StaffPackage) =>
    price === null ? t("offers.noPrice") : formats.price(price, currency);
  const holds = (row: StaffPackage) =>
    row.items
      .map((item) => {
        const said = itemWords({ ...item, currency: row.currency });
        return item.count > 1 ? `${item.count} × ${said}` : said;
      })
      .join(", ");
  const columns: Column<StaffPackage>[] = [
    {
      key: "name",
      title: t("staff.column.name"),
      value: (row) => nameIn(row, locale),
      cell: (row) => (
        <span className="flex min-w-32 flex-col">
          <Link
            to="/staff/packages/$packageId"
            params={{ packageId: row.id }}
            className="wrap-anywhere underline"
          >
            {nameIn(row, locale)}
          </Link>
          <span className="tabular text-ink-soft md:hidden">{priceOf(row)}</span>
        </span>
      ),
    },
    { key: "items", title: t("offers.items"), wide: true, value: holds },
    {
      key: "valid",
      title: t("offers.days"),
      number: true,
      wide: true,
      value: (row) => row.validDays,
      text: goodFor,
    },
    {
      key: "price",
      title: t("services.price"),
      number: true,
      wide: true,
      value: (row) => row.price ?? 0,
      text: (row) => (row.price === null ? "" : formats.amount(row.price, row.currency)),
      cell: priceOf,
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
        title={t("offers.title")}
        text={t("offers.text")}
        actions={
          <ButtonLink needs="POST /api/staff/packages" kind="primary" to="/staff/packages/new">
            {t("offers.make")}
          </ButtonLink>
        }
      />
      <Loaded query={useQuery(packagesQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ packages }) =>
          packages.length === 0 ? (
            <Blank icon="clock" title={t("packages.none")} hint={t("offers.noneHint")} />
          ) : (
            <DataTable
              caption={t("offers.title")}
              columns={columns}
              rows={packages}
              rowKey={(row) => row.id}
              onOpen={(row) =>
                void navigate({ to: "/staff/packages/$packageId", params: { packageId: row.id } })
              }
            />
          )
        }
      </Loaded>
    </div>
  );
}
