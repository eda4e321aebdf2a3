import { useLanguage } from "../base/i18n/format";

/** A day and its time, for people and for programs. */
export function Moment({ at, className }: { at: string; className?: string }) {
  const { formats } = useLanguage();
  return (
    <time dateTime={at} className={className}>
      {formats.moment(at)}
    </time>
  );
}
