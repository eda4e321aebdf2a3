import { useLanguage } from "../base/i18n/format";

interface Props {
  at: string;
  /** Its day is enough: nobody waits for the second. */
  day?: boolean;
  className?: string;
}

/** A day and its time, for people and for programs. */
export function Moment({ at, day, className }: Props) {
  const { formats } = useLanguage();
  return (
    <time dateTime={at} className={className}>
      {day ? formats.calendarDay(at) : formats.moment(at)}
    </time>
  );
}
