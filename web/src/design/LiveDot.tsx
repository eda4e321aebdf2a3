import { useLanguage } from "../base/i18n/format";
import type { Link } from "../live/connection";
import { classes } from "./classes";

const MARKS: Record<Link, string> = {
  live: "bg-free rounded-full",
  "catching-up": "border-2 border-held rounded-full motion-safe:animate-pulse",
  offline: "bg-danger rounded-[2px] rotate-45",
};

/** Connected, catching up, or offline: by colour, by shape and by word. */
export function LiveDot({
  link,
  asOf,
  brief,
}: {
  link: Link;
  asOf: number | null;
  brief?: boolean;
}) {
  const { t, formats } = useLanguage();
  const time = asOf === null ? "" : formats.time(asOf);
  const long = {
    live: t("live.liveLong"),
    "catching-up": t("live.catchingUpLong"),
    offline: t("live.offlineLong", { time }),
  }[link];
  const short = {
    live: t("live.live"),
    "catching-up": t("live.catchingUp"),
    offline: t("live.offline"),
  }[link];
  return (
    <span
      title={long}
      data-link={link}
      className="inline-flex items-center gap-2 text-13 text-ink-soft"
    >
      <span aria-hidden="true" className={classes("size-2 shrink-0", MARKS[link])} />
      <span className={brief ? "sr-only" : undefined}>{short}</span>
    </span>
  );
}
