import { useId } from "react";
import { classes } from "./classes";

interface ChoiceItem {
  value: string;
  label: string;
  hint?: string;
  /** A colour to draw beside the word. */
  swatch?: string;
  /** Can be chosen, but there is none of it now: struck through, and said in words. */
  out?: string;
  /** Cannot be chosen now; the hint says why. */
  off?: boolean;
}

interface Props {
  legend: string;
  items: ChoiceItem[];
  value: string | undefined;
  onChange: (value: string) => void;
  look?: "chips" | "rows";
  /** As high as the dense fields beside it. */
  dense?: boolean;
}

/** One of several, as native radio buttons: arrows move, labels speak. */
export function Choice({ legend, items, value, onChange, look = "chips", dense }: Props) {
  const name = useId();
  return (
    <fieldset>
      <legend className={classes(dense ? "mb-1" : "mb-2", "text-13 font-medium text-ink-soft")}>
        {legend}
      </legend>
      <div className={look === "chips" ? "flex flex-wrap gap-2" : "grid gap-2 sm:grid-cols-2"}>
        {items.map((item) => (
          <label
            key={item.value}
            className={classes(
              "relative rounded-m border bg-raised transition-colors duration-(--quick)",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              "has-checked:border-accent has-checked:ring-1 has-checked:ring-accent",
              "has-disabled:cursor-not-allowed has-disabled:bg-sunken",
              look === "chips"
                ? `inline-flex items-center py-1.5 ${dense ? "min-h-9 px-3" : "min-h-10 px-4"}`
                : "flex flex-col px-4 py-3 has-checked:bg-accent-soft",
              item.off ? "cursor-not-allowed bg-sunken" : "cursor-pointer",
              item.out || item.off
                ? "border-dashed border-line-strong"
                : "border-line-strong hover:border-ink",
            )}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={item.value}
              checked={item.value === value}
              disabled={item.off}
              onChange={() => onChange(item.value)}
            />
            {item.swatch && (
              <span
                aria-hidden="true"
                className="mr-2 size-4 shrink-0 rounded-full border border-line-strong"
                style={{ background: item.swatch }}
              />
            )}
            <span className={classes("font-medium", item.out && "text-ink-soft line-through")}>
              {item.label}
            </span>
            {item.out && <span className="sr-only"> ({item.out})</span>}
            {item.hint && <span className="text-13 text-ink-soft">{item.hint}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
