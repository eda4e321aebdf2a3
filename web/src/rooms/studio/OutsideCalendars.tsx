import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { newKey, post, put, remove } from "../../base/api/client";
import type {
  GoogleConsent,
  OutsideCalendarBody,
  OutsideCalendarsAnswer,
  ResourceBody,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { CaldavForm } from "./CaldavForm";
import { CalendarQuestions } from "./CalendarQuestions";
import { addressOf, calendarsQuery, keepCalendars, renewTime } from "./queries";

const SILENT = ["passes", "blocks"] as const;
const TONES = { connected: "free", refused: "danger", leaving: "gone" } as const;

/** Calendars elsewhere: their appointments take time here, bookings stand in them. */
export function OutsideCalendars({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState(false);
  const query = useQuery(calendarsQuery(resource.id));
  const heard = query.data?.calendars.map((one) => one.heardAt).join();
  useEffect(() => {
    if (heard) void renewTime(resource.id); // what it said may take time by now
  }, [heard, resource.id]);
  const asking = useMutation({
    mutationFn: () =>
      post<GoogleConsent>(`${addressOf(resource.id)}/calendars/google`, {}, newKey()),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  return (
    <Panel title={t("studio.calendars")} text={t("studio.calendarsText")}>
      <Loaded query={query} loading={<Skeleton className="h-16" />}>
        {({ calendars, questions, google }) => (
          <div className="space-y-4">
            <CalendarQuestions resource={resource} questions={questions} />
            {calendars.length === 0 ? (
              <p className="text-ink-soft">{t("studio.noCalendars")}</p>
            ) : (
              <ul className="space-y-3">
                {calendars.map((one) => (
                  <Calendar key={one.id} calendar={one} resource={resource} />
                ))}
              </ul>
            )}
            <div className="flex flex-wrap gap-2">
              <Button aria-expanded={opened} onClick={() => setOpened(!opened)}>
                {t("studio.connectCaldav")}
              </Button>
              {google && (
                <Button busy={asking.isPending} onClick={() => asking.mutate()}>
                  {t("studio.connectGoogle")}
                </Button>
              )}
            </div>
            {asking.isError && <Refusal reader="staff" error={asking.error} />}
            {opened && <CaldavForm resource={resource} onDone={() => setOpened(false)} />}
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Calendar(props: { calendar: OutsideCalendarBody; resource: ResourceBody }) {
  const { calendar, resource } = props;
  const { t } = useLanguage();
  const address = `${addressOf(resource.id)}/calendars/${calendar.id}`;
  const done = {
    onSuccess: (answer: OutsideCalendarsAnswer) => keepCalendars(resource.id, answer),
  };
  const reading = useMutation({
    mutationFn: () => post<OutsideCalendarsAnswer>(`${address}/read`, {}, newKey()),
    ...done,
  });
  const leaving = useMutation({
    mutationFn: () => remove<OutsideCalendarsAnswer>(address),
    ...done,
  });
  const silence = useMutation({
    mutationFn: (silent: string) => put<OutsideCalendarsAnswer>(address, { silent }),
    ...done,
  });
  const error = reading.error ?? leaving.error ?? silence.error;
  const { name, state, fault, heardAt } = calendar;
  return (
    <li className="space-y-2 border-b border-line pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 font-medium break-words">{name}</span>
        <Badge tone={TONES[state]}>{t(`studio.calendarState.${state}`)}</Badge>
        <span className="text-13 text-ink-soft">{t(`studio.provider.${calendar.provider}`)}</span>
      </div>
      <p className="text-13 text-ink-soft">
        {heardAt ? t("studio.heardAt") : t("studio.neverHeard")}
        {heardAt && " "}
        {heardAt && <Moment at={heardAt} />}
        {calendar.called && `. ${t("studio.calls")}`}
      </p>
      {fault && <p className="text-13 text-danger">{t("studio.calendarFault", { fault })}</p>}
      {state !== "leaving" && (
        <div className="flex flex-wrap items-end gap-2">
          <Select
            dense
            label={t("studio.whenSilent")}
            items={SILENT}
            nameOf={(one) => t(`studio.silent.${one}`)}
            value={calendar.silent}
            onChoose={(one) => one && silence.mutate(one)}
          />
          {state === "connected" && (
            <Button
              size="s"
              busy={reading.isPending}
              aria-label={t("studio.readNamed", { name })}
              onClick={() => reading.mutate()}
            >
              {t("studio.readNow")}
            </Button>
          )}
          <Button
            size="s"
            busy={leaving.isPending}
            aria-label={t("studio.disconnectNamed", { name })}
            onClick={() => leaving.mutate()}
          >
            {t("studio.disconnect")}
          </Button>
        </div>
      )}
      {error && <Refusal reader="staff" error={error} />}
    </li>
  );
}
