import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { ClientAnswer, ClientShown, HappeningShown } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { NotShown } from "../../design/NotShown";
import { Price } from "../../design/Price";
import { ActDialog } from "../desk/ActDialog";
import { ClientDialog } from "./ClientDialog";
import { Value } from "./ClientListPage";
import { Notes, Tasks } from "./Notes";
import { clientQuery, historyQuery, mergeClients } from "./queries";
import { RequestDialog } from "./RequestDialog";
import { VisitAt } from "./VisitAt";

const route = getRouteApi("/staff/clients/$clientId");

/** One client: who it is, what came of it, what is to be done. */
export function ClientPage() {
  const { t } = useLanguage();
  const { clientId } = route.useParams();
  const query = useQuery(clientQuery(clientId));
  useTitle(query.data?.client.name || t("clients.one"));
  if (query.data) return <Details seen={query.data} />;
  return (
    <NotShown
      query={query}
      title={t("clients.one")}
      missing={t("clients.missing")}
      back={<ButtonLink to="/staff/clients">{t("clients.title")}</ButtonLink>}
    />
  );
}

function Details({ seen }: { seen: ClientAnswer }) {
  const { t, formats } = useLanguage();
  const { client, alike } = seen;
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [other, setOther] = useState<ClientShown | null>(null);
  return (
    <div className="space-y-6">
      <header className="space-y-3">
        <Heading
          dense
          title={client.name || t("clients.nameless")}
          text={
            (client.email || client.phone) && (
              <span className="flex flex-wrap gap-x-4 gap-y-1">
                {client.email && (
                  <a
                    href={`mailto:${client.email}`}
                    className="text-accent wrap-anywhere hover:underline"
                  >
                    {client.email}
                  </a>
                )}
                {client.phone && (
                  <a href={`tel:${client.phone}`} className="tabular text-accent hover:underline">
                    {client.phone}
                  </a>
                )}
              </span>
            )
          }
          actions={
            <>
              <ButtonLink
                needs="POST /api/studio/bookings/hold"
                size="s"
                kind="primary"
                to="/staff/book"
                search={{ client: client.id }}
              >
                {t("clients.book")}
              </ButtonLink>
              <ButtonLink
                needs="POST /api/staff/orders"
                size="s"
                to="/staff/orders/new"
                search={{ client: client.id }}
              >
                {t("takeOrder.title")}
              </ButtonLink>
              <Button size="s" onClick={() => setAsking(true)}>
                {t("requests.new")}
              </Button>
              <Button size="s" onClick={() => setEditing(true)}>
                {t("clients.edit")}
              </Button>
            </>
          }
        />
        <p className="flex flex-wrap items-center gap-2">
          {client.tags.map((tag) => (
            <Badge key={tag} tone="gone">
              {tag}
            </Badge>
          ))}
          <span className="text-13 text-ink-soft">
            {client.consent && client.consentAt
              ? t("clients.consentSince", { time: formats.moment(client.consentAt) })
              : t("clients.noConsent")}
          </span>
        </p>
      </header>
      <Figures client={client} />
      {alike.length > 0 && <Alike rows={alike} onMerge={setOther} />}
      <div className="grid gap-6 lg:grid-cols-2">
        <Notes seen={seen} />
        <Tasks seen={seen} />
      </div>
      <Requests seen={seen} />
      <History id={client.id} />
      {editing && <ClientDialog client={client} onClose={() => setEditing(false)} />}
      {asking && <RequestDialog client={client} onClose={() => setAsking(false)} />}
      {other && (
        <ActDialog
          title={t("clients.mergeTitle")}
          text={t("clients.mergeText", {
            kept: client.name || t("clients.nameless"),
            gone: other.name || other.email || other.phone,
          })}
          act={t("clients.merge")}
          send={() => mergeClients(client.id, client.revision, other.id, other.revision)}
          told={() => t("clients.merged")}
          onClose={() => setOther(null)}
        />
      )}
    </div>
  );
}

function Figures({ client }: { client: ClientShown }) {
  const { t, formats } = useLanguage();
  const visit = (at: string | null, zone: string | null) =>
    at ? <VisitAt at={at} zone={zone} /> : <span className="text-ink-faint">—</span>;
  const shown: [string, ReactNode][] = [
    [t("clients.value"), <Value key="value" of={client} />],
    [
      t("clients.bookings"),
      client.missed > 0
        ? t("clients.missedOf", { count: client.bookings, missed: client.missed })
        : formats.number(client.bookings),
    ],
    [t("clients.lastVisit"), visit(client.lastVisit, client.lastZone)],
    [t("clients.nextVisit"), visit(client.nextVisit, client.nextZone)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-l border border-line bg-line lg:grid-cols-4">
      {shown.map(([name, value]) => (
        <div key={name} className="bg-raised p-4">
          <dt className="text-13 text-ink-soft">{name}</dt>
          <dd className="mt-1 flex font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Alike({ rows, onMerge }: { rows: ClientShown[]; onMerge: (row: ClientShown) => void }) {
  const { t } = useLanguage();
  return (
    <Panel title={t("clients.alike")} text={t("clients.alikeText")}>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <Link
              to="/staff/clients/$clientId"
              params={{ clientId: row.id }}
              className="min-w-0 wrap-anywhere hover:text-accent"
            >
              {[row.name, row.email, row.phone].filter(Boolean).join(" · ")}
            </Link>
            <Button size="s" onClick={() => onMerge(row)}>
              {t("clients.merge")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Requests({ seen }: { seen: ClientAnswer }) {
  const { t, formats } = useLanguage();
  if (seen.requests.length === 0) return null;
  return (
    <Panel
      title={t("requests.title")}
      actions={
        <ButtonLink kind="plain" size="s" to="/staff/requests">
          {t("requests.board")}
        </ButtonLink>
      }
    >
      <ul className="divide-y divide-line">
        {seen.requests.map((card) => (
          <li key={card.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="min-w-0 wrap-anywhere">{card.title}</span>
            <span className="flex items-center gap-3 text-13 text-ink-soft">
              {card.wantedOn && formats.dayOfUtc(card.wantedOn)}
              <Badge tone={card.stage === "delivered" ? "gone" : "accent"}>
                {t(`requests.stage.${card.stage}`)}
              </Badge>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function History({ id }: { id: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const query = useInfiniteQuery(historyQuery(id));
  const told = { bookings: may("GET /api/staff/bookings"), orders: may("GET /api/staff/orders") };
  const rows = query.data?.pages.flatMap((page) => page.happened) ?? [];
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{t("clients.history")}</h2>
      {!told.bookings && <p className="text-ink-soft">{t("clients.historyOfBookings")}</p>}
      {!told.orders && <p className="text-ink-soft">{t("clients.historyOfOrders")}</p>}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          told.bookings && told.orders ? (
            <p className="text-ink-soft">{t("clients.noHistory")}</p>
          ) : null
        }
      >
        <ol className="divide-y divide-line border-y border-line">
          {rows.map((row) => (
            <Happened key={row.id} row={row} />
          ))}
        </ol>
      </Listing>
    </section>
  );
}

function Happened({ row }: { row: HappeningShown }) {
  const { t } = useLanguage();
  const status =
    row.kind === "booking"
      ? t(`booking.status.${row.status as "confirmed"}`)
      : t(`order.status.${row.status as "paid"}`);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5">
      <Moment at={row.startsAt ?? row.at} className="tabular w-40 shrink-0 text-13 text-ink-soft" />
      <span className="min-w-0 grow basis-48 wrap-anywhere">
        {row.title}
        <span className="tabular text-13 text-ink-soft"> · {row.number}</span>
      </span>
      <span className="text-13 text-ink-soft">{status}</span>
      <Price
        amount={row.amount}
        currency={row.currency}
        className={row.amount === 0 ? "text-ink-faint" : undefined}
      />
    </li>
  );
}
