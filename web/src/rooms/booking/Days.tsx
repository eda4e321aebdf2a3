import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { HeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { dayAfter, daysBetween, weekOf } from "./days";
import { type Search, todayIn, useHeat } from "./queries";
import { useClock } from "./words";

const SHOWN = 35;
const STEP = 28;
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -7,
  ArrowDown: 7,
  ArrowLeft: -1,
  ArrowRight: 1,
};

interface Props {
  search: Search;
  day: string;
  zone?: string;
  onChoose: (day: string) => void;
}

/** Five weeks to choose a day of, with how much is left of each. */
export function Days({ search, day, zone, onChoose }: Props) {
  const { t, locale } = useLanguage();
  const clock = useClock();
  const begin = todayIn(zone);
  const start = weekOf(begin, locale);
  const near = daysBetween(start, day) < SHOWN ? start : weekOf(day, locale);
  const [paged, setPaged] = useState({ first: "", day: "" });
  const first = paged.day === day ? paged.first : near;
  const days = Array.from({ length: SHOWN }, (_, count) => dayAfter(first, count));
  const months = [...new Set(days.map((each) => each.slice(0, 7)))];
  const heat = useHeat(search, months);
  const today = heat.today ?? begin;
  const grid = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  const choose = (each: string, from = first) => {
    setPaged({ first: from, day: each });
    onChoose(each);
  };
  // Up and down are a week; beyond what is shown other weeks come.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = STEPS[event.key] && dayAfter(day, STEPS[event.key]);
    if (!to || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (to < today) return;
    byKey.current = true;
    const beyond = daysBetween(first, to);
    choose(
      to,
      beyond < 0 ? dayAfter(first, -STEP) : beyond < SHOWN ? first : dayAfter(first, STEP),
    );
  };
  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>(`input[value="${day}"]`)?.focus();
    byKey.current = false;
  }, [day]);
  const page = (count: number) => setPaged({ first: dayAfter(first, count), day });
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{t("book.day")}</legend>
      <div className="mb-2 flex items-center justify-between gap-2">
        <p className="text-15 font-semibold first-letter:uppercase" aria-live="polite">
          {clock.months(days[0] ?? today, days.at(-1) ?? today)}
        </p>
        <span className="-mr-2 flex">
          <IconButton
            icon="left"
            label={t("book.earlier")}
            disabled={first <= start}
            onClick={() => page(-STEP)}
          />
          <IconButton icon="right" label={t("book.later")} onClick={() => page(STEP)} />
        </span>
      </div>
      <div ref={grid} className="grid grid-cols-7 gap-1 sm:gap-1.5">
        {days.slice(0, 7).map((each) => (
          <span key={each} aria-hidden="true" className="text-center text-13 text-ink-soft">
            {clock.day(each).weekday}
          </span>
        ))}
        {days.map((each) => (
          <Day
            key={each}
            day={each}
            past={each < today}
            today={each === today}
            chosen={each === day}
            heat={heat.of.get(each)}
            onKeyDown={onKeyDown}
            onChoose={() => choose(each)}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface DayProps {
  day: string;
  past: boolean;
  today: boolean;
  chosen: boolean;
  heat?: HeatBody["days"][number];
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onChoose: () => void;
}

const LEVELS = ["w-0", "w-1/4", "w-1/2", "w-3/4", "w-full"];

/** The line below the number is as long as there is time left. */
function Day({ day, past, today, chosen, heat, onKeyDown, onChoose }: DayProps) {
  const { t } = useLanguage();
  const clock = useClock();
  const full = heat?.free === 0;
  return (
    <label
      className={classes(
        "relative flex min-h-11 flex-col items-center justify-center rounded-m border text-center sm:min-h-12",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        "has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent",
        past ? "border-transparent" : "cursor-pointer hover:border-ink",
        full || past ? "border-transparent text-ink-soft" : "border-line bg-raised",
      )}
    >
      <input
        type="radio"
        name="day"
        className="sr-only"
        value={day}
        disabled={past}
        checked={chosen}
        onChange={onChoose}
        onKeyDown={onKeyDown}
        aria-label={`${clock.dayInWords(day)}${full ? ` (${t("book.dayFull")})` : ""}`}
      />
      <span
        aria-hidden="true"
        className={classes(
          "tabular leading-5",
          (full || past) && !chosen ? "text-15" : "font-semibold",
          full && !past && "line-through",
          past && "opacity-70",
          today && "underline decoration-2 underline-offset-4",
        )}
      >
        {clock.day(day).number}
      </span>
      <span aria-hidden="true" className="mt-1 block h-1 w-6 overflow-hidden rounded-full">
        {!past && (
          <span
            className={classes(
              "block h-full rounded-full bg-free transition-[width] duration-(--ease)",
              LEVELS[heat?.level ?? 0],
            )}
          />
        )}
      </span>
    </label>
  );
}
