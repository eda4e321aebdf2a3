import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { OwnClientShown, OwnSessionShown } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { NotShown } from "../../design/NotShown";
import { WriteFirst } from "../conversations/WriteFirst";
import { BookDialog } from "./BookDialog";
import { ClientNote } from "./ClientNote";
import { Client } from "./ClientsPage";
import { todayIn } from "./days";
import { TONES } from "./looks";
import { OwnPage } from "./OwnPage";
import { CALENDAR, CLIENTS, CONVERSATIONS, calendarQuery, ownClientQuery } from "./own";
import { servedBy } from "./rules";

const route = getRouteApi("/my/clients/$clientId");
const HOUR = 3_600_000;

/** One of a photographer's own clients, with the sessions they have together. */
export function ClientPage() {
  const { t } = useLanguage();
  return (
    <OwnPage title={t("own.clients")}>
      <BackLink to="/my/clients">{t("own.allClients")}</BackLink>
      <Opened />
    </OwnPage>
  );
}

function Opened() {
  const { t } = useLanguage();
  const { clientId } = route.useParams();
  const query = useInfiniteQuery(ownClientQuery(clientId));
  const first = query.data?.pages[0];
  if (!first)
    return (
      <NotShown
        query={query}
        title={t("own.clients")}
        missing={t("own.noSuchClient")}
        back={<ButtonLink to="/my/clients">{t("own.allClients")}</ButtonLink>}
      />
    );
  const sessions = query.data?.pages.flatMap((page) => page.sessions) ?? [];
  return (
    <div className="space-y-6 pt-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h2 className="text-24 font-semibold wrap-anywhere">
          {first.client.name || t("word.guest")}
        </h2>
        <Book client={first.client} />
      </div>
      <Client one={first.client} zone={first.zone} />
      <ClientNote clientId={first.client.id} note={first.note} />
      <Panel title={t("own.sessionsWith")}>
        <Listing query={query} empty={sessions.length === 0} none={null}>
          <ul className="divide-y divide-line">
            {sessions.map((one) => (
              <Session key={one.id} one={one} />
            ))}
          </ul>
        </Listing>
      </Panel>
    </div>
  );
}

/** The next session with them, if one is booked for anything. */
function Book({ client }: { client: OwnClientShown }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const query = useQuery(calendarQuery(todayIn(undefined), 1));
  const board = query.data;
  const me = board?.resources[0];
  if (query.isError && !board)
    return <Refusal reader="staff" error={query.error} onRetry={() => void query.refetch()} />;
  if (board && me && !open && servedBy(board, me, 0).length === 0) return null;
  return (
    <>
      <Button kind="primary" disabled={!me} onClick={() => setOpen(true)}>
        {t("own.book")}
      </Button>
      {open && board && me && (
        <BookDialog
          board={board}
          me={me}
          start={Math.ceil(serverClock.now() / HOUR) * HOUR}
          client={client}
          onDone={() => renew(CLIENTS, CALENDAR)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

const SUMS = ["earned", "due", "ahead"] as const;

function Session({ one }: { one: OwnSessionShown }) {
  const { t, formats } = useLanguage();
  const navigate = route.useNavigate();
  const sums = SUMS.filter((name) => one[name] > 0);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <span className="min-w-0 grow basis-56">
        <span className="mr-2 font-medium wrap-anywhere">{one.serviceName}</span>
        <Badge tone={TONES[one.status]}>{t(`booking.status.${one.status}`)}</Badge>
        <span className="tabular block text-13 text-ink-soft">
          <Link
            to="/my/calendar"
            search={{ day: one.local.slice(0, 10) }}
            className="text-accent hover:underline"
          >
            {formats.momentIn(one.start, one.zone)}
          </Link>
          {` · ${one.number}`}
        </span>
      </span>
      <span className="tabular ml-auto flex flex-col items-end">
        {sums.length === 0 ? (
          <span className="text-ink-soft">{formats.price(one.price, one.currency)}</span>
        ) : (
          sums.map((name) => (
            <span key={name} className={name === "earned" ? "font-medium" : "text-ink-soft"}>
              {t(`own.part.${name}`, { price: formats.price(one[name], one.currency) })}
            </span>
          ))
        )}
        {one.conversationId ? (
          <Link
            to="/my/messages/$conversationId"
            params={{ conversationId: one.conversationId }}
            aria-label={`${t("own.conversation")}: ${one.number}`}
            className="text-13 text-accent hover:underline"
          >
            {t("own.conversation")}
          </Link>
        ) : (
          one.canWrite && (
            <WriteFirst
              place={CONVERSATIONS}
              order={one.orderId}
              name={one.number}
              onWritten={(conversationId) =>
                void navigate({ to: "/my/messages/$conversationId", params: { conversationId } })
              }
            />
          )
        )}
      </span>
    </li>
  );
}
