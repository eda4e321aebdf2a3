import type { DispatchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field } from "../../design/Field";

interface Props {
  dispatch: DispatchBody;
  onChange: (dispatch: DispatchBody) => void;
  faulty: string | undefined;
}

const WHOLE_DAY = 1440;

/** When parcels leave, from which it is worked out when they arrive. */
export function DispatchFields({ dispatch, onChange, faulty }: Props) {
  const { t, formats } = useLanguage();
  const until = dispatch.cutOff >= WHOLE_DAY ? "" : clock(dispatch.cutOff);
  return (
    <div className="space-y-3">
      <h3 className="text-15 font-semibold">{t("charges.dispatch.title")}</h3>
      <fieldset>
        <legend className="text-13 font-medium text-ink-soft">{t("charges.dispatch.days")}</legend>
        <div className="flex flex-wrap gap-x-4">
          {[0, 1, 2, 3, 4, 5, 6].map((day) => (
            <Check
              key={day}
              label={formats.weekday(day + 1)}
              checked={dispatch.workDays.includes(day)}
              onChange={({ target }) => {
                const others = dispatch.workDays.filter((one) => one !== day);
                onChange({
                  ...dispatch,
                  workDays: target.checked ? [...others, day].sort() : others,
                });
              }}
            />
          ))}
        </div>
      </fieldset>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field
          label={t("charges.dispatch.cutOff")}
          hint={t("charges.dispatch.cutOffHint")}
          type="time"
          value={until}
          onChange={({ target }) => onChange({ ...dispatch, cutOff: minutes(target.value) })}
        />
        <Field
          label={t("charges.dispatch.zone")}
          value={dispatch.zone}
          maxLength={60}
          onChange={({ target }) => onChange({ ...dispatch, zone: target.value.trim() })}
          error={faulty === "dispatch.zone" ? t("charges.fault.zone") : null}
        />
        <Field
          label={t("charges.dispatch.holidays")}
          hint={t("charges.dispatch.holidaysHint")}
          value={dispatch.holidays}
          maxLength={6}
          onChange={({ target }) =>
            onChange({ ...dispatch, holidays: target.value.trim().toUpperCase() })
          }
          error={faulty === "dispatch.holidays" ? t("charges.fault.holidays") : null}
        />
        <Field
          label={t("charges.dispatch.handling")}
          inputMode="numeric"
          value={dispatch.handlingDays}
          onChange={({ target }) =>
            onChange({ ...dispatch, handlingDays: Math.min(90, Number(target.value) || 0) })
          }
        />
      </div>
    </div>
  );
}

function clock(cutOff: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(cutOff / 60))}:${two(cutOff % 60)}`;
}

function minutes(typed: string): number {
  const [hours, rest] = typed.split(":").map(Number);
  return hours === undefined || rest === undefined || !typed ? WHOLE_DAY : hours * 60 + rest;
}
