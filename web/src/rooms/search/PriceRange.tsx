import { type FormEvent, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";

interface Props {
  currency: string;
  min: number | undefined;
  max: number | undefined;
  change: (next: { min: number | undefined; max: number | undefined }) => void;
}

/** In whole units of the currency: nobody filters by cents. */
export function PriceRange({ currency, min: from, max: to, change }: Props) {
  const { t, formats } = useLanguage();
  const unit = 10 ** formats.digits(currency);
  const shown = (minor: number | undefined) => (minor === undefined ? "" : String(minor / unit));
  const [least, setLeast] = useState(shown(from));
  const [most, setMost] = useState(shown(to));
  const read = (typed: string) => {
    const number = Number(typed.replace(",", "."));
    return typed.trim() && Number.isFinite(number) && number >= 0
      ? Math.round(number * unit)
      : undefined;
  };
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const [min, max] = [read(least), read(most)];
    const swapped = min !== undefined && max !== undefined && min > max;
    change({ min: swapped ? max : min, max: swapped ? min : max });
  };
  return (
    <form onSubmit={apply}>
      <fieldset className="min-w-0">
        <legend className="mb-1 text-13 font-medium text-ink-soft">{t("search.price")}</legend>
        <div className="flex max-w-64 items-center gap-2">
          <Field
            bare
            dense
            label={t("search.from")}
            placeholder={t("search.from")}
            inputMode="decimal"
            value={least}
            onChange={({ target }) => setLeast(target.value)}
            className="min-w-0 grow basis-0"
          />
          <Field
            bare
            dense
            label={t("search.to")}
            placeholder={t("search.to")}
            inputMode="decimal"
            value={most}
            onChange={({ target }) => setMost(target.value)}
            className="min-w-0 grow basis-0"
          />
          <Button size="s" type="submit">
            {t("form.apply")}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
