import type { BookingDemand, HourOfDemand } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { ScrollBox } from "../../design/ScrollBox";
import { bestHour, depthOf, weekOf } from "./demand";
import { HourHeads } from "./HourHeads";
import { HEAD, LEVELS } from "./levels";
import { clockOf } from "./sessions";
import { TableHead } from "./TableHead";

interface Props {
  name: "booked" | "wanted";
  found: HourOfDemand[];
  span: BookingDemand["funnel"];
}

/** Bookings by day of the week and hour: deeper where there are more, each with its number. */
export function WeekMap({ name, found, span }: Props) {
  const { t, formats } = useLanguage();
  const { hours, days, most } = weekOf(found);
  const best = bestHour(found);
  return (
    <section className="space-y-3" data-testid={`week-${name}`}>
      <TableHead
        title={t(`demand.${name}`)}
        hint={t(`demand.${name}Hint`)}
        span={span}
        table={name}
      />
      <ScrollBox
        label={t(`demand.${name}`)}
        className="relative overflow-x-auto rounded-m border border-line bg-raised"
      >
        <table className="w-full border-collapse text-13">
          <caption className="sr-only">{t(`demand.${name}`)}</caption>
          <HourHeads first={t("demand.day")} last={t("demand.sum")} hours={hours} />
          <tbody>
            {days.map((day) => (
              <tr key={day.weekday} className="border-b border-line last:border-0">
                <th scope="row" className={classes(HEAD, "px-3 py-1.5 font-medium")}>
                  {formats.weekday(day.weekday)}
                </th>
                {day.cells.map((bookings, place) => (
                  <td
                    key={hours[place]}
                    className={classes(
                      "tabular h-9 min-w-10 border-l border-paper px-1 text-center",
                      bookings === 0 ? "text-ink-faint" : LEVELS[depthOf(bookings, most)],
                    )}
                  >
                    {formats.number(bookings)}
                  </td>
                ))}
                <td className="tabular px-3 py-1.5 text-right whitespace-nowrap">
                  {formats.number(day.all)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {best && (
        <p className="text-13 text-ink-soft">
          {t("demand.best", {
            day: formats.weekday(best.weekday),
            hour: clockOf(best.hour),
            bookings: formats.number(best.bookings),
          })}
        </p>
      )}
    </section>
  );
}
