import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";

interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

/** The first and the last day of a list. */
export function FromTo({ days, onChange }: { days: Days; onChange: (change: Days) => void }) {
  const { t } = useLanguage();
  return (["from", "to"] as const).map((end) => (
    <Field
      key={end}
      dense
      type="date"
      label={t(`staff.${end}`)}
      value={days[end] ?? ""}
      onChange={(event) => onChange({ [end]: event.target.value || undefined })}
      className="w-[calc(50%-6px)] sm:w-40"
    />
  ));
}
