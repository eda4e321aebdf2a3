import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";
import { FIVE } from "./Stars";

interface Props {
  /** How many of one star, of two, up to five. */
  counts: readonly number[];
  /** Only these are looked at. */
  chosen?: number;
  onChoose?: (stars: number | undefined) => void;
}

/** How the stars are spread, the best first; a press on a line shows only those. */
export function StarBars({ counts, chosen, onChoose }: Props) {
  const { t, formats } = useLanguage();
  const all = counts.reduce((sum, one) => sum + one, 0);
  return (
    <ul className="w-full max-w-sm">
      {[...FIVE].reverse().map((stars) => {
        const count = counts[stars - 1] ?? 0;
        const on = chosen === stars;
        return (
          <li key={stars}>
            <button
              type="button"
              aria-pressed={on}
              aria-label={t("stars.line", { stars, count })}
              disabled={count === 0 && !on}
              onClick={() => onChoose?.(on ? undefined : stars)}
              className={classes(
                "tabular grid min-h-8 w-full grid-cols-[1.5rem_1fr_3.5rem] items-center gap-2 rounded-s px-1 text-13",
                "enabled:hover:bg-sunken aria-pressed:bg-accent-soft",
              )}
            >
              <span className="text-right">{formats.number(stars)}</span>
              <span className="h-2 overflow-hidden rounded-full bg-gone-soft">
                <span
                  className={classes("block h-full rounded-full", on ? "bg-accent" : "bg-ink-soft")}
                  style={{ width: `${all ? (100 * count) / all : 0}%` }}
                />
              </span>
              <span className="text-left text-ink-soft">{formats.number(count)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
