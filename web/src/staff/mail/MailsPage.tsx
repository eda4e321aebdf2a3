import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { MailRowShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { useMailKind } from "../../rooms/mail/kinds";
import { Buyer } from "../desk/Buyer";
import { mailsKey, mailsQuery, STATES, templatesQuery, type Wanted } from "./queries";

const route = getRouteApi("/staff/mails");
const TONES: Record<MailRowShown["status"], BadgeTone> = {
  waiting: "held",
  sending: "held",
  handing: "held",
  sent: "free",
  dead: "danger",
  dropped: "gone",
};

/** What was said to whom; what the other side refused is sent again from here. */
export function MailsPage() {
  const { t } = useLanguage();
  const wanted = route.useSearch();
  const query = useInfiniteQuery({ ...mailsQuery(wanted), placeholderData: (before) => before });
  const rows = query.data?.pages.flatMap((page) => page.mails) ?? [];
  const again = useMutation({
    mutationFn: (id: string) =>
      post("/staff/stuck", { action: "retry", kind: "mail", ids: [id] }, newKey()),
    onSuccess: () => toast({ title: t("mails.willGo") }),
    onSettled: () => renew(mailsKey),
  });
  const columns = useColumns((row) =>
    row.status === "dead" ? (
      <Button
        size="s"
        busy={again.isPending && again.variables === row.id}
        onClick={() => again.mutate(row.id)}
      >
        {t("mails.again")}
      </Button>
    ) : null,
  );
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("mails.title")}
        actions={
          <Link to="/staff/mails/templates" className="text-accent underline underline-offset-4">
            {t("mails.templates")}
          </Link>
        }
      />
      {query.data?.pages[0]?.sends === false && <Notice tone="held" title={t("mails.off")} />}
      <Filters wanted={wanted} />
      {again.isError && <Refusal error={again.error} reader="staff" />}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="bell" title={t("mails.none")} hint={t("mails.noneHint")} />}
      >
        <DataTable
          caption={t("mails.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          loading={query.isPending}
        />
      </Listing>
    </div>
  );
}

function Filters({ wanted }: { wanted: Wanted }) {
  const { t } = useLanguage();
  const nameOf = useMailKind();
  const change = useChange(route);
  const kinds = (useQuery(templatesQuery).data?.templates ?? []).map((one) => one.kind);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <FindBox
        label={t("mails.find")}
        q={wanted.q}
        onFind={(q) => change({ q })}
        most={200}
        className="w-full sm:w-80"
      />
      <Select
        dense
        bare
        label={t("mails.kind")}
        items={kinds}
        nameOf={nameOf}
        none={t("mails.everyKind")}
        value={wanted.kind}
        onChoose={(kind) => change({ kind })}
      />
      <Select
        dense
        bare
        label={t("staff.column.state")}
        items={STATES}
        nameOf={(state) => t(`mails.status.${state}`)}
        none={t("mails.everyState")}
        value={wanted.status}
        onChoose={(status) => change({ status })}
      />
    </div>
  );
}

function useColumns(act: (row: MailRowShown) => ReactNode): Column<MailRowShown>[] {
  const { t } = useLanguage();
  const nameOf = useMailKind();
  return [
    {
      key: "mail",
      title: t("mails.mail"),
      cell: (row) => (
        <>
          <span className="block wrap-anywhere">{row.title || nameOf(row.kind)}</span>
          {row.title && <span className="block text-13 text-ink-soft">{nameOf(row.kind)}</span>}
          {row.gathered > 0 && (
            <span className="block text-13 text-ink-soft">
              {t("mails.gathered", { count: row.gathered })}
            </span>
          )}
          {row.orderId && (
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: row.orderId }}
              className="tabular text-13 text-accent hover:underline"
            >
              {row.orderNumber}
            </Link>
          )}
        </>
      ),
    },
    {
      key: "to",
      title: t("mails.to"),
      cell: (row) => (
        <>
          <Buyer who={{ ...row, email: row.channel === "mail" ? row.address : "" }} />
          <span className="block text-13 wrap-anywhere text-ink-soft">
            {row.channel === "mail"
              ? row.address
              : t(`mails.by.${row.channel}`, { to: row.address })}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      cell: (row) => (
        <>
          <Badge tone={TONES[row.status]}>{t(`mails.status.${row.status}`)}</Badge>
          {row.error && row.status !== "sent" && (
            <span className="block text-13 wrap-anywhere text-ink-soft">{row.error}</span>
          )}
        </>
      ),
    },
    {
      key: "at",
      title: t("mails.at"),
      wide: true,
      cell: (row) => (
        <Moment at={row.endedAt ?? row.createdAt} className="tabular whitespace-nowrap" />
      ),
    },
    { key: "act", title: t("staff.column.actions"), bare: true, cell: act },
  ];
}
