import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { WEEK } from "./serviceForm";

interface Props {
  days: number[];
  onChange: (days: number[]) => void;
}

export function WeekdayChecks({ days, onChange }: Props) {
  const { locale } = useLanguage();
  const names = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return (
    <div className="flex flex-wrap gap-x-4">
      {WEEK.map((day) => (
        <Check
          key={day}
          // 1 January 2024 was a Monday.
          label={names.format(Date.UTC(2024, 0, day))}
          checked={days.includes(day)}
          onChange={({ target }) =>
            onChange(target.checked ? [...days, day] : days.filter((one) => one !== day))
          }
        />
      ))}
    </div>
  );
}
