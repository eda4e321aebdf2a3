import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { TakenTimesBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { useRoleWord } from "../../design/called";
import { Failure } from "../../design/Failure";
import { Skeleton } from "../../design/Skeleton";
import { dayAfter } from "../booking/days";
import { useClock } from "../booking/words";

export const WEEK = 7;

type Day = TakenTimesBody["days"][number];
type Taken = Day["taken"][number];

const TONES: Record<Taken["kind"], BadgeTone> = {
  booking: "accent",
  request: "held",
  held: "held",
  offered: "held",
  block: "gone",
  "soft-block": "gone",
  calendar: "gone",
};

interface Props {
  service: string;
  /** The first of the week. */
  day: string;
  /** With whom alone, as staff ask. */
  who?: string;
  /** As a photographer asks of their own time; else as staff do of everybody's. */
  own?: boolean;
}

/** Why no time of a service is offered: of a week, day by day, what took it. */
export function TakenWeek({ service, day, who, own }: Props) {
  const { t, locale } = useLanguage();
  const asked = { service, from: day, to: dayAfter(day, WEEK), resources: who, locale };
  const [whose, path] = own ? ["own", "/studio/slots/why"] : ["staff", "/staff/slots/why"];
  const query = useQuery({
    ...answerQuery<TakenTimesBody>([whose, "why-no-time", asked], path, asked),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  if (query.isError && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="h-80 w-full rounded-l" />;
  return (
    <div className="space-y-4" aria-busy={query.isPlaceholderData}>
      {query.data.more && <p className="text-13 text-ink-soft">{t("noTime.more")}</p>}
      <ul className="divide-y divide-line border-y border-line">
        {query.data.days.map((one) => (
          <OneDay key={one.day} day={one} own={own} />
        ))}
      </ul>
    </div>
  );
}

function OneDay({ day, own }: { day: Day; own: boolean | undefined }) {
  const { t } = useLanguage();
  const role = useRoleWord();
  const clock = useClock();
  // That rooms have time explains nothing to whom it is about, beside what they lack themselves.
  const lacking = day.reasons.filter(({ reason }) => reason !== "free");
  const reasons = own && lacking.length > 0 ? lacking : day.reasons;
  return (
    <li className="grid gap-x-6 gap-y-3 py-4 sm:grid-cols-[12rem_1fr]" data-day={day.day}>
      <div className="space-y-1">
        <h2 className="font-semibold first-letter:uppercase">{clock.dayInWords(day.day)}</h2>
        <Badge tone={day.times > 0 ? "free" : "gone"}>
          {day.times > 0 ? t("noTime.offered", { count: day.times }) : t("noTime.none")}
        </Badge>
      </div>
      <div className="min-w-0 space-y-3">
        {reasons.length > 0 && (
          <ul className="space-y-1">
            {reasons.map((one) => (
              <li key={`${one.role} ${one.resourceId}`} className="wrap-anywhere">
                {(one.resource || one.role) && (
                  <span className="font-medium">{one.resource ?? role(one.role ?? "")}: </span>
                )}
                {one.detail}
                {one.note && <span className="text-ink-soft"> {one.note}</span>}
              </li>
            ))}
          </ul>
        )}
        {day.taken.length > 0 ? (
          <ul className="space-y-2 text-13">
            {day.taken.map((one) => (
              <TakenLine
                key={`${one.resourceId} ${one.begins} ${one.name}`}
                taken={one}
                day={day}
                own={own}
              />
            ))}
          </ul>
        ) : (
          day.times > 0 && <p className="text-13 text-ink-soft">{t("noTime.nothing")}</p>
        )}
      </div>
    </li>
  );
}

function TakenLine({ taken, day, own }: { taken: Taken; day: Day; own: boolean | undefined }) {
  const { t } = useLanguage();
  const clock = useClock();
  // Of an hour that comes twice it says which it is.
  const when = (local: string) =>
    local.startsWith(day.day) ? local.slice(11) : `${clock.whole(local)}${local.slice(16)}`;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1" data-taken={taken.kind}>
      <span className="tabular w-28 shrink-0 font-medium">
        {`${when(taken.begins)} – ${when(taken.ends)}`}
      </span>
      <Badge tone={TONES[taken.kind]}>{t(`noTime.kind.${taken.kind}`)}</Badge>
      <span className="min-w-0 grow basis-60 wrap-anywhere">
        {[taken.resource, taken.name, taken.client].filter(Boolean).join(" · ")}
        {taken.number && " · "}
        {taken.orderId && !own ? (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: taken.orderId }}
            className="font-medium text-accent hover:underline"
          >
            {taken.number}
          </Link>
        ) : (
          taken.number
        )}
        {!taken.place && taken.wayMinutes > 0 && (
          <span className="block text-ink-soft">
            {t("noTime.wayOwn", { count: taken.wayMinutes })}
          </span>
        )}
        {taken.place && (
          <span className="block text-ink-soft">
            {taken.wayMinutes > 0
              ? t("noTime.way", { place: taken.place, count: taken.wayMinutes })
              : t("noTime.at", { place: taken.place })}
          </span>
        )}
      </span>
    </li>
  );
}
