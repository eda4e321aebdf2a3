import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { useLevelWord } from "../../design/called";
import { classes } from "../../design/classes";
import { Field } from "../../design/Field";
import type { PartProps } from "./parts";

interface Row {
  level: string;
}

interface Props<R extends Row> {
  legend: string;
  rows: R[];
  /** What of a row is typed beside its level. */
  value: {
    name: Exclude<keyof R, "level"> & string;
    label: (place: number) => string;
    unit: string;
  };
  fresh: R;
  /** Where the server names faults of them. */
  at: string;
  errorOf: PartProps["errorOf"];
  className?: string;
  onChange: (rows: R[]) => void;
}

/** Something said of photographers of a level, a row each. */
export function LevelRows<R extends Row>(props: Props<R>) {
  const { legend, rows, value, fresh, at, errorOf, className, onChange } = props;
  const { t } = useLanguage();
  const word = useLevelWord();
  const readAs = (level: string) =>
    word(level) === level ? undefined : t("called.readAs", { name: word(level) });
  const put = (place: number, next: Partial<R>) =>
    onChange(rows.map((one, each) => (each === place ? { ...one, ...next } : one)));
  return (
    <fieldset className={classes("space-y-3", className)}>
      <legend className="text-13 font-medium text-ink-soft">{legend}</legend>
      {rows.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and all is typed in the form
        <div key={place} className="grid grid-cols-1 items-end gap-3 sm:grid-cols-3">
          <Field
            label={t("services.level", { place: place + 1 })}
            hint={readAs(one.level)}
            maxLength={60}
            value={one.level}
            error={errorOf(at)}
            onChange={({ target }) => put(place, { level: target.value } as Partial<R>)}
          />
          <AmountField
            label={value.label(place + 1)}
            currency={value.unit}
            value={String(one[value.name])}
            error={errorOf(`${at}.${one.level.trim()}`)}
            onChange={({ target }) => put(place, { [value.name]: target.value } as Partial<R>)}
          />
          <Button
            type="button"
            size="s"
            kind="plain"
            onClick={() => onChange(rows.toSpliced(place, 1))}
          >
            {t("form.removeNamed", { name: t("services.level", { place: place + 1 }) })}
          </Button>
        </div>
      ))}
      <Button type="button" size="s" onClick={() => onChange([...rows, fresh])}>
        {t("services.addLevel")}
      </Button>
    </fieldset>
  );
}
