import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Field } from "../../design/Field";
import { type RuleForm, type Times, WEEK } from "./scheduleForm";

interface Props {
  rule: RuleForm;
  place: number;
  fault: string | null;
  onChange: (rule: RuleForm) => void;
  onRemove: () => void;
}

/** Weekly hours: on which days, from when until when, with breaks. */
export function RuleFields({ rule, place, fault, onChange, onRemove }: Props) {
  const { t, locale } = useLanguage();
  const names = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const change = (next: Partial<RuleForm>) => onChange({ ...rule, ...next });
  const time = (label: string, value: string, put: (value: string) => void) => (
    <Field
      type="time"
      required
      label={label}
      value={value}
      onChange={({ target }) => target.value && put(target.value)}
    />
  );
  const putBreak = (at: number, next: Partial<Times>) =>
    change({ breaks: rule.breaks.map((one, n) => (n === at ? { ...one, ...next } : one)) });
  return (
    <fieldset className="space-y-3">
      <legend className="font-medium">{t("studio.rule", { place })}</legend>
      <div className="flex flex-wrap gap-x-4">
        {WEEK.map((day) => (
          <Check
            key={day}
            // 1 January 2024 was a Monday.
            label={names.format(Date.UTC(2024, 0, day))}
            checked={rule.weekdays.includes(day)}
            onChange={({ target }) =>
              change({
                weekdays: target.checked
                  ? [...rule.weekdays, day]
                  : rule.weekdays.filter((one) => one !== day),
              })
            }
          />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {time(t("studio.opens"), rule.start, (start) => change({ start }))}
        {time(t("studio.closes"), rule.end, (end) => change({ end }))}
        <Field
          type="date"
          label={t("studio.validFrom")}
          value={rule.validFrom}
          onChange={({ target }) => change({ validFrom: target.value })}
        />
        <Field
          type="date"
          label={t("studio.validUntil")}
          value={rule.validUntil}
          onChange={({ target }) => change({ validUntil: target.value })}
        />
      </div>
      {rule.breaks.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: breaks have no name, and all is typed in the form
        <div key={at} className="grid grid-cols-2 items-end gap-4 sm:grid-cols-4">
          {time(t("studio.breakFrom"), one.start, (start) => putBreak(at, { start }))}
          {time(t("studio.breakUntil"), one.end, (end) => putBreak(at, { end }))}
          <Button
            type="button"
            size="s"
            kind="plain"
            onClick={() => change({ breaks: rule.breaks.toSpliced(at, 1) })}
          >
            {t("studio.removeBreak", { place: at + 1 })}
          </Button>
        </div>
      ))}
      {fault && (
        <p role="alert" className="text-13 text-danger">
          {fault}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          type="button"
          size="s"
          onClick={() => change({ breaks: [...rule.breaks, { start: "13:00", end: "14:00" }] })}
        >
          {t("studio.addBreak")}
        </Button>
        <Button type="button" size="s" kind="plain" onClick={onRemove}>
          {t("form.removeNamed", { name: t("studio.rule", { place }) })}
        </Button>
      </div>
    </fieldset>
  );
}
