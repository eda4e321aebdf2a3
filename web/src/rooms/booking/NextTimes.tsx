import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { nameOf } from "./offered";
import { useWhen } from "./words";

/** So many of the next times are listed. */
export const LISTED = 6;

interface Props {
  times: readonly TimeBody[];
  chosen?: TimeBody;
  onChoose: (time: TimeBody) => void;
  onAnyDay: () => void;
}

/** The next free times of any day, in place of a calendar; that is one press away. */
export function NextTimes({ times, chosen, onChoose, onAnyDay }: Props) {
  const { t } = useLanguage();
  const when = useWhen();
  return (
    <fieldset className="min-w-0 space-y-3" data-testid="next-times">
      <legend className="mb-2 text-15 font-semibold">{t("book.nextTimes")}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {times.map((time) => (
          <label
            key={nameOf(time)}
            className={classes(
              "flex min-h-12 cursor-pointer scroll-mb-48 items-center rounded-m border border-line-strong bg-raised px-4 py-2 font-medium",
              "hover:border-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name="time"
              className="sr-only scroll-mb-48"
              value={nameOf(time)}
              checked={chosen !== undefined && nameOf(time) === nameOf(chosen)}
              onChange={() => onChoose(time)}
            />
            {when(time)}
          </label>
        ))}
      </div>
      <Button kind="plain" size="s" icon="clock" className="-ml-3" onClick={onAnyDay}>
        {t("book.anyDay")}
      </Button>
    </fieldset>
  );
}
