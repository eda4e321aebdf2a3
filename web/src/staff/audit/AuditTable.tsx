import { Link } from "@tanstack/react-router";
import type { AuditLine } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { useActorName } from "../desk/Buyer";
import { userOf } from "../desk/search";
import { useActionName } from "./actions";
import { Facts } from "./Facts";
import { calledIn } from "./facts";

/** What was done, by whom, with what. */
export function AuditTable({ rows, loading }: { rows: AuditLine[]; loading: boolean }) {
  const { t } = useLanguage();
  const named = useActorName();
  const told = useActionName();
  const columns: Column<AuditLine>[] = [
    {
      key: "at",
      title: t("audit.at"),
      value: (row) => row.at,
      cell: (row) => (
        <Moment at={row.at} className="tabular block min-w-28 text-ink-soft sm:whitespace-nowrap" />
      ),
    },
    {
      key: "actor",
      title: t("audit.actor"),
      value: (row) => named(row.actor, row.actorName),
      cell: (row) => <Somebody owner={row.actor} name={row.actorName} />,
    },
    {
      key: "action",
      title: t("audit.action"),
      value: (row) => told(row.action),
      cell: (row) => (
        <span title={row.action} className="block min-w-32 font-medium">
          {told(row.action)}
        </span>
      ),
    },
    {
      key: "subject",
      title: t("audit.subject"),
      value: (row) => row.orderNumber ?? row.subjectName ?? row.subject,
      cell: (row) => <Subject line={row} />,
    },
    {
      key: "data",
      title: t("audit.data"),
      value: (row) => JSON.stringify(row.data),
      cell: (row) => <Facts line={row} action={told(row.action)} />,
    },
    {
      key: "request",
      title: t("audit.request"),
      wide: true,
      value: (row) => row.request,
      cell: (row) => (
        <span title={row.request} className="block max-w-28 truncate text-ink-soft">
          {row.request}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      cards
      caption={t("audit.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.id)}
      loading={loading}
    />
  );
}

function Somebody({ owner, name }: { owner: string; name: string | null }) {
  const named = useActorName();
  const user = owner.startsWith("user:") ? userOf(owner) : undefined;
  if (!user || !name)
    return (
      <span title={owner} className="block max-w-40 truncate">
        {named(owner, name)}
      </span>
    );
  return (
    <Link
      to="/staff/people/$userId"
      params={{ userId: user }}
      className="block max-w-48 truncate text-accent hover:underline"
    >
      {name}
    </Link>
  );
}

function Subject({ line }: { line: AuditLine }) {
  const { subject, subjectName, orderNumber, action, data } = line;
  const called = calledIn(data) ?? subject;
  if (orderNumber)
    return (
      <Link
        to="/staff/orders/$orderId"
        params={{ orderId: subject }}
        className="tabular text-accent hover:underline"
      >
        {orderNumber}
      </Link>
    );
  if (subjectName) return <Somebody owner={subject} name={subjectName} />;
  if (action.startsWith("client."))
    return (
      <Link
        to="/staff/clients/$clientId"
        params={{ clientId: subject }}
        className="block max-w-40 truncate text-accent hover:underline"
      >
        {called}
      </Link>
    );
  return (
    <span title={subject} className="block max-w-40 truncate text-ink-soft">
      {called}
    </span>
  );
}
