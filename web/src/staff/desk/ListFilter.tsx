import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

/** Which of a list to show: all, unless one is chosen. */
export function ListFilter<V extends string>(props: {
  value: V | undefined;
  items: readonly V[];
  nameOf: (item: V) => string;
  onChoose: (next: V | undefined) => void;
}) {
  const { t } = useLanguage();
  return (
    <Select
      dense
      label={t("desk.which")}
      none={t("list.all")}
      className="w-full sm:w-56"
      {...props}
    />
  );
}
