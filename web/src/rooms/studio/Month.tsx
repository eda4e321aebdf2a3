import type { BoardAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { hoursOn, reaches, todayOf, useDays } from "./days";

interface Props {
  board: BoardAnswer;
  month: string;
  onDay: (day: string) => void;
}

/** Weeks of a month: how much is on each day, and whether something is at odds. */
export function Month({ board, month, onDay }: Props) {
  const { t } = useLanguage();
  const names = useDays();
  const today = todayOf(board);
  return (
    <div className="grid grid-cols-7 gap-1">
      {board.days.slice(0, 7).map(({ day }) => (
        <p key={day} aria-hidden="true" className="text-center text-13 text-ink-soft">
          {names.weekday(day)}
        </p>
      ))}
      {board.days.map((one) => {
        const { day, start, end } = one;
        const cards = board.bookings.filter((card) => reaches(one, card));
        const red = cards.some(({ conflicts }) => conflicts.length > 0);
        const open = board.resources.some((mine) =>
          mine.open.some((span) => span.start < end && span.end > start),
        );
        return (
          <button
            key={day}
            type="button"
            aria-label={`${names.long(day)}: ${t("own.sessions", { count: cards.length })}${
              open ? "" : `, ${t("own.closedDay")}`
            }${red ? `, ${t("board.atOdds")}` : ""}`}
            aria-current={day === today ? "date" : undefined}
            onClick={() => onDay(day)}
            className={classes(
              "flex min-h-16 flex-col items-start gap-1 rounded-m border p-1.5 text-left hover:border-ink sm:min-h-24 sm:p-2",
              day === today ? "border-accent" : "border-line",
              open ? "bg-raised" : "board-closed",
            )}
          >
            <span
              className={classes(
                "tabular rounded-s bg-paper px-1 text-13",
                day.startsWith(month) ? "font-medium" : "text-ink-soft",
              )}
            >
              {names.number(day)}
            </span>
            {cards.length > 0 && (
              <span
                className={classes(
                  "rounded-s px-1.5 text-13 font-medium",
                  red ? "bg-danger-soft text-danger" : "bg-accent-soft text-accent",
                )}
              >
                {red && "! "}
                {cards.length}
              </span>
            )}
            <span className="hidden max-w-full truncate text-13 text-ink-soft sm:block">
              {cards[0] ? (
                `${hoursOn(one, cards[0])[0]} ${cards[0].serviceName}`
              ) : open ? null : (
                <span className="rounded-s bg-paper px-1">{t("own.closedDay")}</span>
              )}
            </span>
          </button>
        );
      })}
    </div>
  );
}
