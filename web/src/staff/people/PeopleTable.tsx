import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { PersonShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { Buyer } from "../desk/Buyer";

const COUNTED = 1000;

interface Props {
  rows: PersonShown[];
  loading: boolean;
  link?: (person: PersonShown) => ReactNode;
}

/** The roles in words of ours; one that only a newer server knows stands as it is. */
export function useRoles(): (roles: readonly string[]) => string {
  const { t } = useLanguage();
  const words: Record<string, string> = {
    customer: t("people.roles.customer"),
    seller: t("people.roles.seller"),
    photographer: t("people.roles.photographer"),
    manager: t("people.roles.manager"),
    admin: t("people.roles.admin"),
  };
  return (roles) => roles.map((role) => words[role] ?? role).join(", ");
}

export function PeopleTable({ rows, loading, link }: Props) {
  const { t, formats } = useLanguage();
  const roles = useRoles();
  const columns: Column<PersonShown>[] = [
    {
      key: "name",
      title: t("account.name"),
      cell: (row) => (
        <span className="inline-flex min-h-8 flex-wrap items-center gap-x-2">
          {link && row.userId ? link(row) : <Buyer who={row} />}
          {row.kind === "typed" && <Badge tone="gone">{t("people.kind.typed")}</Badge>}
          {!row.active && <Badge tone="danger">{t("people.inactive")}</Badge>}
        </span>
      ),
    },
    {
      key: "mail",
      title: t("people.mail"),
      wide: true,
      cell: (row) => <span className="wrap-anywhere">{row.email}</span>,
    },
    {
      key: "roles",
      title: t("people.role"),
      wide: true,
      cell: (row) => <span className="text-ink-soft">{roles(row.roles)}</span>,
    },
    {
      key: "orders",
      title: t("staffOrder.title"),
      number: true,
      cell: (row) => (
        <Link
          to="/staff/orders"
          search={{ q: row.owner }}
          aria-label={t("people.ordersOf")}
          className="inline-flex min-h-8 min-w-8 items-center justify-end hover:text-accent"
        >
          {formats.number(row.orders)}
          {row.orders >= COUNTED && "+"}
        </Link>
      ),
    },
    {
      key: "since",
      title: t("people.since"),
      wide: true,
      cell: (row) => (
        <Moment at={row.createdAt} className="tabular whitespace-nowrap text-ink-soft" />
      ),
    },
  ];
  return (
    <DataTable
      caption={t("people.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.owner}
      loading={loading}
    />
  );
}
