import { memo } from "react";
import type { Axis } from "../../rooms/studio/axis";
import { useDays } from "../../rooms/studio/days";
import { HEAD, NAMES } from "./layout";

interface Props {
  axis: Axis;
  left: number;
  right: number;
  today: string | undefined;
}

/** The days and hours above the rows. */
export const BoardHead = memo(function BoardHead({ axis, left, right, today }: Props) {
  const days = useDays();
  const every = axis.hour >= 40 ? 1 : 2;
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-20 border-b border-line-strong bg-paper"
      style={{ height: HEAD, width: NAMES + axis.length }}
    >
      <div
        className="sticky left-0 z-10 h-full border-r border-line bg-paper"
        style={{ width: NAMES }}
      />
      {axis.days.map((day, place) => {
        const begin = place * axis.day;
        if (begin > right || begin + axis.day < left) return null;
        const hours = day.hours.slice(axis.from, axis.until);
        return (
          <div
            key={day.day}
            className="absolute inset-y-0 border-l border-line-strong"
            style={{ left: NAMES + begin, width: axis.day }}
          >
            <span
              className={
                day.day === today
                  ? "sticky inline-block px-2 pt-1 text-13 font-semibold text-accent"
                  : "sticky inline-block px-2 pt-1 text-13 font-semibold"
              }
              style={{ left: NAMES }}
            >
              {days.short(day.day)}
            </span>
            {hours.map((hour, number) => {
              const at = begin + number * axis.hour;
              if (number % every > 0 || at < left - axis.hour || at > right) return null;
              return (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: an hour may come twice
                  key={number}
                  className="tabular absolute bottom-1 text-13 text-ink-soft"
                  style={{ left: number * axis.hour + 4 }}
                >
                  {hour}
                </span>
              );
            })}
          </div>
        );
      })}
    </div>
  );
});
