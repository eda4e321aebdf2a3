import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { classes } from "../../design/classes";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { useConversationNews } from "./live";
import { type Conversation, conversationsQuery, type Side, withWhom } from "./queries";

interface Props {
  place: string;
  side: Side;
  wanted?: Record<string, string | boolean | undefined>;
  hint: string;
  /** The way to one of them. */
  linked: (one: Conversation, name: string) => ReactNode;
}

/** Conversations, the last written first. */
export function ConversationList({ place, side, wanted = {}, hint, linked }: Props) {
  const { t, locale } = useLanguage();
  const query = useInfiniteQuery({
    ...conversationsQuery(place, locale, wanted),
    placeholderData: (before) => before,
  });
  useConversationNews();
  const rows = query.data?.pages.flatMap((page) => page.conversations) ?? [];
  return (
    <div className="space-y-4">
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="message" title={t("messages.none")} hint={hint} />}
        loading={<Skeleton className="h-48 w-full max-w-3xl" />}
      >
        <ul
          aria-label={t("messages.title")}
          className="max-w-3xl divide-y divide-line rounded-l border border-line bg-raised"
        >
          {rows.map((one) => (
            <Row key={one.id} one={one} side={side} linked={linked} />
          ))}
        </ul>
      </Listing>
    </div>
  );
}

function Row({ one, side, linked }: { one: Conversation } & Pick<Props, "side" | "linked">) {
  const { t, formats } = useLanguage();
  const nameOf = useNameOf();
  const nameShown = useNameShown();
  const other = withWhom(one) ?? t("messages.shop");
  const people = side === "customer" || side === "shop" ? [other] : [];
  if (side !== "customer") people.unshift(nameShown(one.customer.name));
  const last = one.last?.hidden && !one.last.text ? t("messages.hidden") : one.last?.text;
  return (
    <li className="relative space-y-1 px-4 py-3 hover:bg-sunken">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className={classes("min-w-0 wrap-anywhere", one.unread && "font-semibold")}>
          {linked(one, nameOf(one))}
        </span>
        <time dateTime={one.lastAt} className="text-13 text-ink-soft">
          {formats.moment(one.lastAt)}
        </time>
      </div>
      <p className="text-13 wrap-anywhere text-ink-soft">{people.join(" · ")}</p>
      <p className="flex flex-wrap items-center gap-2">
        <span className="line-clamp-1 min-w-0 grow basis-40 wrap-anywhere">{last}</span>
        {one.unread && <Badge tone="accent">{t("messages.new")}</Badge>}
        {one.reported && <Badge tone="danger">{t("messages.reportedBadge")}</Badge>}
        {one.status === "closed" && <Badge tone="gone">{t("messages.closed")}</Badge>}
      </p>
    </li>
  );
}

/** What each is about: of a booking its service and day, since nobody knows orders by number. */
export function useNameOf(): (one: Conversation) => string {
  const { t, formats } = useLanguage();
  return ({ about: { kind, name, visit } }) => {
    if (visit) return `${visit.serviceName} · ${formats.dayOfUtc(visit.local.slice(0, 10))}`;
    if (kind === "resource") return t("messages.question", { name });
    return kind === "order" ? t("messages.order", { number: name }) : name;
  };
}
