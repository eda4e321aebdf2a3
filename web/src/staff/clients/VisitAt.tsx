import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";

interface Props {
  at: string;
  /** Of where it is; its clock is meant, whatever the reader's. */
  zone: string | null;
  /** The day alone. */
  day?: boolean;
  className?: string;
}

/** When somebody came or comes: a session begins by the clock of its place. */
export function VisitAt({ at, zone, day = false, className }: Props) {
  const { formats } = useLanguage();
  const place = zone ?? "UTC";
  return (
    <time dateTime={at} className={classes("tabular whitespace-nowrap", className)}>
      {day
        ? formats.dayIn(at, place)
        : `${formats.momentIn(at, place)} · ${formats.zoneName(place)}`}
    </time>
  );
}
