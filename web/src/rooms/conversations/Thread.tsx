import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { newKey } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { useWorks } from "../../design/Work";
import { Bubble } from "./Bubble";
import { Composer } from "./Composer";
import { useConversationNews } from "./live";
import { type Conversation, conversationQuery, type Message, type Side, send } from "./queries";

interface Props {
  /** Where conversations of this side are asked for. */
  place: string;
  id: string;
  side: Side;
  /** What it is about, and with whom. */
  head: (one: Conversation) => ReactNode;
  /** What may be done with a message. */
  acts?: (message: Message, one: Conversation) => ReactNode;
}

/** A conversation: its messages, the oldest first, and where to write. What is seen is read. */
export function Thread({ place, id, side, head, acts }: Props) {
  const { t, locale } = useLanguage();
  const query = useInfiniteQuery(conversationQuery(place, id, locale));
  useConversationNews();
  const pages = query.data?.pages ?? [];
  const one = pages[0]?.conversation;
  useReading(place, one, side);
  const messages = [...pages].reverse().flatMap((page) => page.messages);
  const mute = side === "seller" && one?.seller?.suspended;
  return (
    <Loaded query={query} loading={<Loading />}>
      {() =>
        one && (
          <div className="max-w-3xl space-y-5">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <div className="min-w-0">{head(one)}</div>
              {one.status === "closed" && <Badge tone="gone">{t("messages.closed")}</Badge>}
            </div>
            {query.hasNextPage && (
              <Button
                looks
                kind="quiet"
                busy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t("messages.earlier")}
              </Button>
            )}
            <ol aria-label={t("messages.title")} aria-live="polite" className="space-y-4">
              {messages.map((message) => (
                <Bubble key={message.number} message={message} conversation={one} side={side}>
                  {acts?.(message, one)}
                </Bubble>
              ))}
            </ol>
            {mute ? (
              <Notice title={t("messages.suspended")} />
            ) : (
              <Composer
                key={one.id}
                post={(said, key) => send(`${place}/${one.id}/messages`, { ...said }, key)}
                end={one.status === "open" && <Close place={place} id={one.id} />}
              />
            )}
          </div>
        )
      }
    </Loaded>
  );
}

/** What came while the page is looked at is read; staff read nothing in a seller's place. */
function useReading(place: string, one: Conversation | undefined, side: Side) {
  const number = one?.messages;
  const id = one?.id;
  const works = useWorks();
  const wanted = works && Boolean(one?.unread) && !(side === "shop" && one?.seller);
  useEffect(() => {
    if (!wanted || !id) return;
    const read = () => {
      if (document.visibilityState === "visible")
        void send(`${place}/${id}/read`, { number }, newKey()).catch(() => undefined);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [place, id, number, wanted]);
}

function Close({ place, id }: { place: string; id: string }) {
  const { t } = useLanguage();
  const closing = useMutation({
    mutationFn: () => send(`${place}/${id}/close`, {}, newKey()),
  });
  return (
    <>
      <Button kind="plain" busy={closing.isPending} onClick={() => closing.mutate()}>
        {t("messages.close")}
      </Button>
      {closing.isError && <Refusal error={closing.error} />}
    </>
  );
}

function Loading() {
  return (
    <div className="max-w-3xl space-y-4">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-16 w-3/4" />
      <Skeleton className="ml-auto h-16 w-3/4" />
      <Skeleton className="h-28 w-full" />
    </div>
  );
}
