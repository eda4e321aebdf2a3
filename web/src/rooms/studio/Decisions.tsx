import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Notice } from "../../design/Notice";
import { useClock } from "../booking/words";
import { CalendarQuestions } from "./CalendarQuestions";
import { ownConflictsQuery, rulesQuery } from "./own";
import { calendarsQuery } from "./queries";

/** What a calendar elsewhere asks, and what is at odds with one's own time, above the own calendar. */
export function Decisions() {
  const me = useQuery(rulesQuery).data?.resource;
  const asked = useQuery({ ...calendarsQuery(me?.id ?? ""), enabled: me !== undefined });
  return (
    <>
      {me && <CalendarQuestions resource={me} questions={asked.data?.questions ?? []} />}
      <ConflictsHere />
    </>
  );
}

/** Bookings at odds with one's own time, on whatever day, above the calendar: each leads to its day,
 * where it is moved; nothing while there are none. */
function ConflictsHere() {
  const { t } = useLanguage();
  const clock = useClock();
  const { data } = useQuery(ownConflictsQuery);
  const found = data?.conflicts ?? [];
  if (found.length === 0) return null;
  const count = new Set(found.map(({ bookingId }) => bookingId)).size;
  return (
    <Notice silent tone="danger" title={t("own.conflicts", { count })} testId="conflicts-here">
      <ul className="space-y-1">
        {found.map((one) => (
          <li
            key={`${one.kind} ${one.bookingId} ${one.resourceId} ${one.note}`}
            className="wrap-anywhere"
          >
            <Link
              to="/my/calendar"
              search={{ day: one.wall.slice(0, 10), span: "day" }}
              className="font-medium underline underline-offset-4"
            >
              {clock.whole(one.wall, one.zone)}
            </Link>
            {" · "}
            {one.number}
            {". "}
            {t(`board.conflict.${one.kind}`, {
              name: one.resource,
              note: one.note,
              shows: one.shows ? clock.whole(one.shows, one.zone) : "",
            })}
          </li>
        ))}
      </ul>
      <p className="mt-2">{t("own.conflictsHint")}</p>
    </Notice>
  );
}
