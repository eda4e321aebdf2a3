import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Field } from "../../design/Field";
import type { ExceptionForm } from "./scheduleForm";

interface Props {
  exception: ExceptionForm;
  place: number;
  fault: string | null;
  onChange: (exception: ExceptionForm) => void;
  onRemove: () => void;
}

const WHOLE = { start: "10:00", end: "16:00", studio: null };

/** One day on which the weekly hours do not hold. */
export function ExceptionFields({ exception, place, fault, onChange, onRemove }: Props) {
  const { t } = useLanguage();
  const change = (next: Partial<ExceptionForm>) => onChange({ ...exception, ...next });
  const name = t("studio.exception", { place });
  return (
    <fieldset className="space-y-3">
      <legend className="font-medium">{name}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          type="date"
          label={t("studio.day")}
          value={exception.day}
          error={fault}
          onChange={({ target }) => change({ day: target.value })}
        />
        <Field
          label={t("staff.column.note")}
          value={exception.note}
          maxLength={200}
          onChange={({ target }) => change({ note: target.value })}
        />
      </div>
      <Check
        label={t("studio.closedDay")}
        checked={exception.closed}
        onChange={({ target }) =>
          change({
            closed: target.checked,
            hours: target.checked || exception.hours.length > 0 ? exception.hours : [WHOLE],
          })
        }
      />
      {!exception.closed &&
        exception.hours.map((hours, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name, and all is typed in the form
          <div key={at} className="grid grid-cols-2 gap-4">
            {(["start", "end"] as const).map((side) => (
              <Field
                key={side}
                type="time"
                label={t(side === "start" ? "studio.opens" : "studio.closes")}
                value={hours[side]}
                onChange={({ target }) =>
                  target.value &&
                  change({
                    hours: exception.hours.map((one, n) =>
                      n === at ? { ...one, [side]: target.value } : one,
                    ),
                  })
                }
              />
            ))}
          </div>
        ))}
      <Button type="button" size="s" kind="plain" onClick={onRemove}>
        {t("form.removeNamed", { name })}
      </Button>
    </fieldset>
  );
}
