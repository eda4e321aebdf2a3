import type { ZoneBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Rows } from "./Rows";
import { useTypedText } from "./typedText";

interface Props {
  zones: ZoneBody[];
  onChange: (zones: ZoneBody[]) => void;
  faulty: string | undefined;
}

/** Groups of places by which ways to deliver are offered and priced. */
export function ZoneRows({ zones, onChange, faulty }: Props) {
  const { t } = useLanguage();
  return (
    <div className="space-y-3">
      <h3 className="text-15 font-semibold">{t("charges.zones.title")}</h3>
      <Rows
        rows={zones}
        nameOf={(one) => one.name || t("charges.zones.unnamed")}
        onChange={onChange}
      >
        {(zone, put, at) => (
          <div className="grid gap-3 sm:grid-cols-2">
            <Field
              label={t("charges.zones.name")}
              value={zone.name}
              maxLength={80}
              onChange={({ target }) => put({ ...zone, name: target.value })}
              error={faulty === `shippingZones[${at}].name` ? t("charges.fault.name") : null}
            />
            <Places
              places={zone.places}
              onChange={(places) => put({ ...zone, places })}
              error={
                faulty?.startsWith(`shippingZones[${at}].places`) ? t("charges.fault.places") : null
              }
            />
          </div>
        )}
      </Rows>
      <Button
        type="button"
        icon="plus"
        disabled={zones.length >= 50}
        onClick={() => onChange([...zones, { id: freeId(zones), name: "", places: [] }])}
      >
        {t("charges.zones.add")}
      </Button>
    </div>
  );
}

interface PlacesProps {
  places: string[];
  onChange: (places: string[]) => void;
  error: string | null;
}

function Places({ places, onChange, error }: PlacesProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useTypedText(places.join(", "), (joined) => joined);
  return (
    <Field
      label={t("charges.zones.places")}
      hint={t("charges.zones.placesHint")}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(
          target.value
            .toUpperCase()
            .split(/[\s,;]+/)
            .filter(Boolean),
        );
      }}
      error={error}
    />
  );
}

function freeId(zones: ZoneBody[]): string {
  let number = zones.length + 1;
  while (zones.some((one) => one.id === `zone-${number}`)) number += 1;
  return `zone-${number}`;
}
