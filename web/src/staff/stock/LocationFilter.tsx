import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { allLocationsQuery } from "./locations";

interface Props {
  bare?: boolean;
  value: string | undefined;
  onChoose: (locationId: string | undefined) => void;
}

/** Of which location; a shop with one is not asked. */
export function LocationFilter({ bare, value, onChoose }: Props) {
  const { t } = useLanguage();
  const places = useQuery(allLocationsQuery).data?.locations ?? [];
  if (places.length < 2) return null;
  return (
    <Select
      bare={bare}
      dense
      label={t("staff.location")}
      value={value}
      none={t("locations.all")}
      items={places.map((one) => one.id)}
      nameOf={(id) => places.find((one) => one.id === id)?.name ?? id}
      onChoose={onChoose}
      className="w-full sm:w-48"
    />
  );
}
