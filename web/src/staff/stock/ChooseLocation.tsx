import { useQuery } from "@tanstack/react-query";
import { Select } from "../../design/Field";
import { allLocationsQuery } from "./locations";

interface Props {
  label: string;
  hint?: string;
  /** What it is called to choose none of them. */
  none: string;
  /** Whether something is to come to it, so that closed ones are not offered. */
  toFill?: boolean;
  value: string | undefined;
  onChoose: (id: string | undefined) => void;
  error?: string | null;
}

/** One of the shop's locations; nothing where there is only one. */
export function ChooseLocation({ toFill = false, ...rest }: Props) {
  const all = useQuery(allLocationsQuery).data?.locations ?? [];
  const places = all.filter((one) => one.active || !toFill);
  if (all.length < 2) return null;
  return (
    <Select
      {...rest}
      items={places.map((one) => one.id)}
      nameOf={(id) => places.find((one) => one.id === id)?.name ?? id}
    />
  );
}
