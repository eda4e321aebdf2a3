import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Skeleton } from "../../design/Skeleton";
import { AnswerDialog, type Asked } from "./AnswerDialog";
import { type Request, requestsQuery } from "./queries";

const HOUR = 3600;

/** What waits for an answer, the most pressing first: staff see all, a photographer their own. */
export function RequestList() {
  const { t } = useLanguage();
  const query = useQuery(requestsQuery);
  if (query.isError && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <div role="status" aria-label={t("word.loading")} className="space-y-3">
        <Skeleton className="h-28 w-full rounded-l" />
        <Skeleton className="h-28 w-full rounded-l" />
      </div>
    );
  const { requests } = query.data;
  if (requests.length === 0)
    return <Blank icon="clock" title={t("asked.none")} hint={t("asked.noneHint")} />;
  return (
    <ul className="space-y-3">
      {requests.map((one) => (
        <RequestCard key={one.id} request={one} />
      ))}
    </ul>
  );
}

function RequestCard({ request }: { request: Request }) {
  const { t, formats } = useLanguage();
  const [asked, setAsked] = useState<Asked>();
  const whole = useWhole();
  const mine = request.status === "requested";
  return (
    <li
      className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-5"
      data-request={request.number}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 space-y-0.5">
          <p className="text-18 font-semibold wrap-anywhere">{whole(request.local)}</p>
          <p className="wrap-anywhere">
            {request.serviceName}
            {" · "}
            {request.resources.map(({ name }) => name).join(", ")}
          </p>
          <p className="tabular text-13 text-ink-soft wrap-anywhere">
            {request.client ?? t("word.guest")}
            {" · "}
            {request.number}
            {" · "}
            {formats.price(request.price, request.currency)}
          </p>
        </div>
        <Badge tone={mine ? "held" : "accent"}>{t(`booking.status.${request.status}`)}</Badge>
      </div>
      {request.note && <p className="wrap-anywhere">{t("word.quoted", { text: request.note })}</p>}
      {request.asked && (
        <p className="text-13 text-ink-soft">
          {t(request.asked.kept ? "asked.askedKept" : "asked.askedFreed", {
            time: whole(request.asked.local),
          })}
        </p>
      )}
      <Deadline request={request} />
      <div className="flex flex-wrap gap-2">
        {mine && (
          <Button kind="primary" size="s" onClick={() => setAsked("agree")}>
            {t("asked.agree")}
          </Button>
        )}
        {mine && (
          <Button size="s" onClick={() => setAsked("counter")}>
            {t("asked.counter")}
          </Button>
        )}
        <Button size="s" onClick={() => setAsked("decline")}>
          {t(mine ? "asked.decline" : "asked.takeBack")}
        </Button>
        <Button kind="plain" size="s" onClick={() => setAsked("refuse")}>
          {t("asked.refuseClient")}
        </Button>
      </div>
      {asked && (
        <AnswerDialog request={request} asked={asked} onClose={() => setAsked(undefined)} />
      )}
    </li>
  );
}

/** Whose turn it is, and how long they have. */
function Deadline({ request }: { request: Request }) {
  const { t, locale } = useLanguage();
  const now = useServerNow();
  const seconds = (Date.parse(request.answerBy ?? "") - now) / 1000;
  const time = leftText(Math.max(seconds, 0), locale);
  return (
    <p
      className={`tabular text-15 font-medium ${seconds < HOUR ? "text-danger" : "text-held-ink"}`}
      data-testid="answer-within"
    >
      {t(request.status === "requested" ? "asked.answerWithin" : "asked.clientWithin", {
        time,
      })}
    </p>
  );
}

/** A time as the studio's clock has it, in the reader's words. */
export function useWhole() {
  const { locale } = useLanguage();
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (local: string) => format.format(new Date(`${local.slice(0, 16)}:00Z`));
}
