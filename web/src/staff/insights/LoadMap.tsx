import type { HourLoad, ResourceLoad, StudioFigures } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { classes } from "../../design/classes";
import { DownloadLink } from "../../design/DownloadLink";
import { ScrollBox } from "../../design/ScrollBox";
import { HourHeads } from "./HourHeads";
import { HEAD, LEVELS } from "./levels";
import { clockOf, hoursOf, KINDS, type Kind, levelOf, share, together } from "./sessions";

interface Props {
  figures: StudioFigures;
  studio: string | undefined;
  kind: Kind | undefined;
  onKind: (kind: Kind) => void;
}

/** How much of the open time is taken, by resource and hour of the day. */
export function LoadMap({ figures, studio, kind, onKind }: Props) {
  const { t, formats, locale } = useLanguage();
  const kinds = KINDS.filter((each) => figures.load.some((one) => one.kind === each));
  const shown = kinds.find((each) => each === kind) ?? kinds[0];
  const some = figures.load.filter((one) => one.kind === shown);
  const hours = hoursOf(some);
  const { from, to } = figures.totals;
  const asked = new URLSearchParams({ from, to, locale, format: "csv", table: "load" });
  if (studio) asked.set("studio", studio);
  return (
    <section className="space-y-3" data-testid="load-map">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-18 font-semibold">{t("sessions.map")}</h2>
          <p className="text-13 text-ink-soft">{t("sessions.mapHint")}</p>
        </div>
        <DownloadLink href={`/api/staff/studio-figures?${asked}`} label={t("list.csv")} />
      </div>
      {kinds.length > 1 && (
        <Choice
          legend={t("sessions.kind")}
          value={shown}
          onChange={(value) => onKind(value as Kind)}
          items={kinds.map((each) => ({ value: each, label: t(`sessions.kind.${each}`) }))}
        />
      )}
      <ScrollBox
        label={t("sessions.map")}
        className="relative overflow-x-auto rounded-m border border-line bg-raised"
      >
        <table className="w-full border-collapse text-13">
          <caption className="sr-only">{t("sessions.mapCaption")}</caption>
          <HourHeads first={t("sessions.who")} last={t("sessions.all")} hours={hours} />
          <tbody>
            {some.map((one) => (
              <Row key={one.id} name={one.name} hours={hours} load={one.hours} all={one} />
            ))}
            {some.length > 1 && (
              <Row
                name={t("sessions.together")}
                hours={hours}
                load={together(some)}
                all={{
                  taken: sum(some, "taken"),
                  open: sum(some, "open"),
                }}
                strong
              />
            )}
          </tbody>
        </table>
      </ScrollBox>
      <p className="text-13 text-ink-soft" data-testid="load-read">
        {t("sessions.mapRead", { best: bestHour(together(some), formats.percent.bind(formats)) })}
      </p>
    </section>
  );
}

interface RowProps {
  name: string;
  hours: number[];
  load: HourLoad[];
  all: { taken: number; open: number };
  strong?: boolean;
}

function Row({ name, hours, load, all, strong }: RowProps) {
  const { t, formats } = useLanguage();
  const whole = share(all.taken, all.open);
  return (
    <tr className={classes("border-b border-line last:border-0", strong && "font-medium")}>
      <th
        scope="row"
        className={classes(
          HEAD,
          "max-w-32 min-w-28 px-3 py-1.5 font-medium wrap-anywhere sm:max-w-64",
        )}
      >
        {name}
      </th>
      {hours.map((hour) => {
        const one = load.find((each) => each.hour === hour);
        const part = one ? share(one.taken, one.open) : null;
        const over = one !== undefined && part === null && one.taken > 0;
        return (
          <td
            key={hour}
            className={classes(
              "tabular h-9 min-w-10 border-l border-paper px-1 text-center",
              part === null && !over
                ? "text-ink-faint"
                : over
                  ? "text-ink-soft"
                  : LEVELS[levelOf(part ?? 0)],
            )}
          >
            {over ? (
              t("sessions.overtime")
            ) : part === null ? (
              <>
                <span aria-hidden="true">·</span>
                <span className="sr-only">{t("sessions.closed")}</span>
              </>
            ) : (
              Math.round(part * 100)
            )}
          </td>
        );
      })}
      <td className="tabular px-3 py-1.5 text-right whitespace-nowrap">
        {whole === null ? "–" : formats.percent(whole)}
      </td>
    </tr>
  );
}

function sum(some: ResourceLoad[], what: "taken" | "open"): number {
  return some.reduce((all, one) => all + one[what], 0);
}

/** "14:00 (62%)": the fullest hour of all together. */
function bestHour(load: HourLoad[], percent: (part: number) => string): string {
  const parts = load.map((one) => ({ hour: one.hour, part: share(one.taken, one.open) ?? 0 }));
  const best = parts.reduce((most, one) => (one.part > most.part ? one : most), {
    hour: parts[0]?.hour ?? 0,
    part: 0,
  });
  return `${clockOf(best.hour)} (${percent(best.part)})`;
}
