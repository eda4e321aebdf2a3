import { MINUTE, useServerNow } from "../../base/now";
import { type Axis, placeOf } from "./axis";

/** Where it is now in a column of the calendar, within the hours that it shows. */
export function NowDown({ axis, column }: { axis: Axis; column: number }) {
  const now = useServerNow(true, MINUTE);
  const top = placeOf(axis, now) - column * axis.day;
  if (top <= 0 || top >= axis.day) return null;
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 z-[4] h-0.5 bg-danger"
      style={{ top }}
    />
  );
}
