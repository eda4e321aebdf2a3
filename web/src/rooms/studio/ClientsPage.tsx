import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { OwnClientShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { classes } from "../../design/classes";
import { FindBox } from "../../design/FindBox";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { OwnPage } from "./OwnPage";
import { ownClientsQuery } from "./own";

const route = getRouteApi("/my/clients");

/** Who books a photographer. */
export function ClientsPage() {
  const { t } = useLanguage();
  return (
    <OwnPage title={t("own.clients")}>
      <Clients />
    </OwnPage>
  );
}

function Clients() {
  const { t } = useLanguage();
  const { q } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({ ...ownClientsQuery(q), placeholderData: (before) => before });
  const pages = query.data?.pages ?? [];
  const clients = pages.flatMap((page) => page.clients);
  return (
    <div className="space-y-5">
      <p className="max-w-prose text-ink-soft">{t("own.clientsText")}</p>
      <FindBox
        label={t("own.findClient")}
        q={q}
        onFind={(next) => change({ q: next })}
        dense={false}
        className="w-full sm:w-96"
      />
      <Listing
        query={query}
        empty={clients.length === 0}
        none={
          <Blank
            icon="person"
            title={t(q ? "own.noSuchClient" : "own.noClients")}
            hint={t(q ? "own.noSuchClientHint" : "own.noClientsHint")}
          />
        }
        loading={<Skeleton className="h-96 w-full" />}
      >
        <ul className="divide-y divide-line border-y border-line">
          {clients.map((one) => (
            <li key={one.id} className="relative py-3 hover:bg-sunken">
              <Client one={one} zone={pages[0]?.zone ?? "UTC"} linked />
            </li>
          ))}
        </ul>
      </Listing>
    </div>
  );
}

interface Props {
  one: OwnClientShown;
  /** By whose clock. */
  zone: string;
  linked?: boolean;
}

/** A client in a line: how often, when, and what it brought. */
export function Client({ one, zone, linked }: Props) {
  const { t, formats } = useLanguage();
  const name = one.name || t("word.guest");
  return (
    <div
      className={classes(
        "flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1",
        linked && "px-2",
      )}
    >
      <span className="min-w-0 grow basis-40 sm:basis-56">
        {linked && (
          <Link
            to="/my/clients/$clientId"
            params={{ clientId: one.id }}
            className="block font-medium wrap-anywhere after:absolute after:inset-0"
          >
            {name}
          </Link>
        )}
        <span className="tabular flex flex-wrap gap-x-4 text-13 text-ink-soft">
          <span>{t("own.sessions", { count: one.sessions })}</span>
          {one.lastAt && (
            <span>{t("own.lastSession", { time: formats.momentIn(one.lastAt, zone) })}</span>
          )}
          {one.nextAt && (
            <span className="text-ink">
              {t("own.nextSession", { time: formats.momentIn(one.nextAt, zone) })}
            </span>
          )}
        </span>
      </span>
      <span className="tabular text-right font-medium">
        {one.spent.map(({ currency, amount }) => (
          <span key={currency} className="block">
            {formats.price(amount, currency)}
          </span>
        ))}
      </span>
    </div>
  );
}
