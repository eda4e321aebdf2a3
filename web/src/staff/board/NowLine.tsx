import { MINUTE, useServerNow } from "../../base/now";
import { type Axis, placeOf } from "../../rooms/studio/axis";
import { NAMES } from "./layout";

/** Where it is now. */
export function NowLine({ axis, height }: { axis: Axis; height: number }) {
  const now = useServerNow(true, MINUTE);
  const last = axis.days.at(-1);
  if (!last || now < (axis.days[0]?.start ?? 0) || now >= last.end) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-0 z-[4] w-0.5 bg-danger"
      style={{ left: NAMES + placeOf(axis, now), height }}
    />
  );
}
