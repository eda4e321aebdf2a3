import { useId, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

const STAR = "M10 1.9l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z";
export const FIVE = [1, 2, 3, 4, 5] as const;

function Star({ part, size }: { part: number; size: number }) {
  const id = useId();
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 20 20" className="shrink-0">
      <clipPath id={id}>
        <rect width={20 * part} height="20" />
      </clipPath>
      <path d={STAR} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" />
      {part > 0 && <path d={STAR} fill="currentColor" clipPath={`url(#${id})`} />}
    </svg>
  );
}

interface Props {
  /** From 0 to 5, with a fraction. */
  value: number;
  size?: number;
  className?: string;
}

/** How many of five stars; said in words to who does not see them. */
export function Stars({ value, size = 16, className }: Props) {
  const { t, formats } = useLanguage();
  return (
    <span
      role="img"
      aria-label={t("stars.of", { value: formats.number(value) })}
      className={classes("inline-flex gap-0.5", className)}
    >
      {FIVE.map((star) => (
        <Star key={star} part={Math.min(1, Math.max(0, value - star + 1))} size={size} />
      ))}
    </span>
  );
}

/** Stars, the mean, and of how many: on cards and in headings. */
export function StarsInShort({ value, count }: { value: number; count: number }) {
  const { t, formats } = useLanguage();
  const mean = formats.decimal(value);
  return (
    <span
      role="img"
      aria-label={t("stars.inShort", { value: mean, count })}
      className="tabular inline-flex items-center gap-1 text-13 text-ink-soft"
    >
      <span className="text-ink">
        <Star part={1} size={14} />
      </span>
      <span aria-hidden="true">
        <span className="font-medium text-ink">{mean}</span> ({formats.number(count)})
      </span>
    </span>
  );
}

interface InputProps {
  legend: string;
  value: number | undefined;
  onChange: (value: number) => void;
  error?: string | null;
}

/** One to five, as native radio buttons: arrows move, each says what it means. */
export function StarsInput({ legend, value, onChange, error }: InputProps) {
  const { t } = useLanguage();
  const name = useId();
  const [over, setOver] = useState<number>();
  const lit = over ?? value ?? 0;
  return (
    <fieldset>
      <legend className="mb-1 text-13 font-medium text-ink-soft">{legend}</legend>
      <div className="flex flex-wrap items-center gap-x-3">
        <div className="-ml-1.5 flex" onPointerLeave={() => setOver(undefined)}>
          {FIVE.map((star) => (
            <label
              key={star}
              onPointerEnter={() => setOver(star)}
              className="relative grid size-11 cursor-pointer place-items-center rounded-m has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                className="sr-only"
                name={name}
                aria-label={t("stars.choose", { count: star })}
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? `${name}-error` : undefined}
                checked={star === value}
                onChange={() => onChange(star)}
              />
              <Star part={star <= lit ? 1 : 0} size={26} />
            </label>
          ))}
        </div>
        <span aria-hidden="true" className="text-13 text-ink-soft">
          {lit > 0 && t(`stars.means.${lit as 1 | 2 | 3 | 4 | 5}`)}
        </span>
      </div>
      {error && (
        <p id={`${name}-error`} className="text-13 text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
