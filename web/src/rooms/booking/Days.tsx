import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { dayAfter, type Search, todayIn, useHeat } from "./queries";
import { useClock } from "./words";

const SHOWN = 28;

interface Props {
  search: Search;
  day: string;
  zone?: string;
  onChoose: (day: string) => void;
}

/** Four weeks to choose a day of: those of which nothing is left are dimmed, and say so. */
export function Days({ search, day, zone, onChoose }: Props) {
  const { t } = useLanguage();
  const clock = useClock();
  const first = todayIn(zone);
  const days = Array.from({ length: SHOWN }, (_, count) => dayAfter(first, count));
  const last = days.at(-1) ?? first;
  const months = [first.slice(0, 7), last.slice(0, 7)] as const;
  const one = useHeat(search, months[0], true);
  const other = useHeat(search, months[1], months[0] !== months[1]);
  const left = new Map(
    [...(one.data?.days ?? []), ...(other.data?.days ?? [])].map((each) => [each.day, each.free]),
  );
  const shown = days.includes(day) ? days : [day, ...days];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-13 font-medium text-ink-soft">{t("book.day")}</legend>
      <div className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
        {shown.map((each) => {
          const full = left.get(each) === 0;
          const words = clock.day(each);
          return (
            <label
              key={each}
              className={classes(
                "relative flex w-16 shrink-0 cursor-pointer flex-col items-center rounded-m border bg-raised px-1 py-2 text-center",
                "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
                "has-checked:border-accent has-checked:ring-1 has-checked:ring-accent",
                full ? "border-dashed border-line-strong text-ink-soft" : "border-line-strong",
              )}
            >
              <input
                type="radio"
                name="day"
                className="sr-only"
                value={each}
                checked={each === day}
                onChange={() => onChoose(each)}
              />
              <span className="text-13">{words.weekday}</span>
              <span className={classes("tabular text-18 font-semibold", full && "line-through")}>
                {words.number}
              </span>
              <span className="text-13">{words.month}</span>
              {full && <span className="sr-only"> ({t("book.dayFull")})</span>}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
