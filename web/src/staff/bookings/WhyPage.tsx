import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { ResourcesAnswer, TakenTimesBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { BackLink } from "../../design/BackLink";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { dayAfter } from "../../rooms/booking/days";
import { todayIn, useServices } from "../../rooms/booking/queries";
import { timeOf, useClock } from "../../rooms/booking/words";

const route = getRouteApi("/staff/why-no-time");
const SHOWN = 7;

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

/** Why no time of a service is offered: of a week, day by day, what took it. */
export function WhyPage() {
  const { t } = useLanguage();
  const { service } = route.useSearch();
  return (
    <div className="max-w-5xl space-y-6">
      <div>
        <BackLink to="/staff/bookings">{t("staffBooking.title")}</BackLink>
        <Heading title={t("noTime.title")} text={t("noTime.text")} />
      </div>
      <Asked />
      {service ? (
        <Week service={service} />
      ) : (
        <Blank icon="clock" title={t("bookFor.chooseService")} hint={t("noTime.choose")} />
      )}
    </div>
  );
}

function Asked() {
  const { t } = useLanguage();
  const { service, who, day = todayIn(undefined) } = route.useSearch();
  const services = useServices().data?.services ?? [];
  const resources = useQuery(
    answerQuery<ResourcesAnswer>(["staff", "resources"], "/staff/resources"),
  );
  const some = (resources.data?.resources ?? []).filter(({ status }) => status === "active");
  const change = useChange(route);
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_2fr_1fr_auto] lg:items-end">
      <Select
        label={t("bookFor.service")}
        value={service}
        none={t("bookFor.chooseService")}
        items={services.map(({ id }) => id)}
        nameOf={(id) => services.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => change({ service: id })}
      />
      <Select
        label={t("noTime.with")}
        value={who}
        none={t("noTime.anybody")}
        items={some.map(({ id }) => id)}
        nameOf={(id) => some.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => change({ who: id })}
      />
      <Field
        type="date"
        label={t("staffBooking.from")}
        value={day}
        onChange={({ target }) => change({ day: target.value || undefined })}
      />
      <span className="flex gap-2">
        <Button onClick={() => change({ day: dayAfter(day, -SHOWN) })}>
          {t("noTime.weekBefore")}
        </Button>
        <Button onClick={() => change({ day: dayAfter(day, SHOWN) })}>
          {t("noTime.weekAfter")}
        </Button>
      </span>
    </div>
  );
}

function Week({ service }: { service: string }) {
  const { t, locale } = useLanguage();
  const { who, day = todayIn(undefined) } = route.useSearch();
  const asked = { service, from: day, to: dayAfter(day, SHOWN), resources: who, locale };
  const query = useQuery({
    ...answerQuery<TakenTimesBody>(["staff", "why-no-time", asked], "/staff/slots/why", asked),
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
          <OneDay key={one.day} day={one} />
        ))}
      </ul>
    </div>
  );
}

function OneDay({ day }: { day: Day }) {
  const { t } = useLanguage();
  const clock = useClock();
  return (
    <li className="grid gap-x-6 gap-y-3 py-4 sm:grid-cols-[12rem_1fr]" data-day={day.day}>
      <div className="space-y-1">
        <h2 className="font-semibold first-letter:uppercase">{clock.dayInWords(day.day)}</h2>
        <Badge tone={day.times > 0 ? "free" : "gone"}>
          {day.times > 0 ? t("noTime.offered", { count: day.times }) : t("noTime.none")}
        </Badge>
      </div>
      <div className="min-w-0 space-y-3">
        {day.reasons.length > 0 && (
          <ul className="space-y-1">
            {day.reasons.map((one) => (
              <li key={`${one.role} ${one.resourceId}`} className="wrap-anywhere">
                {(one.resource || one.role) && (
                  <span className="font-medium">{one.resource ?? one.role}: </span>
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

function TakenLine({ taken, day }: { taken: Taken; day: Day }) {
  const { t } = useLanguage();
  const clock = useClock();
  const when = (local: string) => (local.startsWith(day.day) ? timeOf(local) : clock.whole(local));
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1" data-taken={taken.kind}>
      <span className="tabular w-28 shrink-0 font-medium">
        {`${when(taken.begins)} – ${when(taken.ends)}`}
      </span>
      <Badge tone={TONES[taken.kind]}>{t(`noTime.kind.${taken.kind}`)}</Badge>
      <span className="min-w-0 grow basis-60 wrap-anywhere">
        {[taken.resource, taken.name, taken.client].filter(Boolean).join(" · ")}
        {taken.orderId && (
          <>
            {" · "}
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: taken.orderId }}
              className="font-medium text-accent hover:underline"
            >
              {taken.number}
            </Link>
          </>
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
