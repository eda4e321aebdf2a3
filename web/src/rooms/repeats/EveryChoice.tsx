import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { useEvery } from "./every";

interface Props {
  intervals: string[];
  /** Said beside each interval. */
  less?: string;
  /** Empty: once. */
  value: string;
  onChange: (every: string) => void;
}

/** Once, or every so often. */
export function EveryChoice({ intervals, less = "", value, onChange }: Props) {
  const { t } = useLanguage();
  const every = useEvery();
  return (
    <Choice
      legend={t("repeats.howOften")}
      value={value}
      onChange={onChange}
      items={[
        { value: "", label: t("repeats.once") },
        ...intervals.map((one) => ({ value: one, label: every(one) + less })),
      ]}
    />
  );
}
