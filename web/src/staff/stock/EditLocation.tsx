import { useState } from "react";
import type { LocationBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { FindPlace } from "../studio/FindPlace";
import { NOWHERE, readPosition } from "../studio/position";
import { keepLocation, NEW_LOCATION, renewLocations } from "./locations";

interface Props {
  location?: LocationBody;
  onClose: () => void;
}

const MOST_PRIORITY = 1000;

/** What is said of a location, new or changed. Closing it is how it is put away. */
export function EditLocation({ location, onClose }: Props) {
  const { t } = useLanguage();
  const now = location ?? NEW_LOCATION;
  const [name, setName] = useState(now.name);
  const [address, setAddress] = useState(now.address);
  const [country, setCountry] = useState(now.country ?? "");
  const [priorityText, setPriority] = useState(String(now.priority));
  const [active, setActive] = useState(now.active);
  const land = country.trim().toUpperCase();
  const landBad = land !== "" && !/^[A-Z]{2}$/.test(land);
  const priority = /^\d+$/.test(priorityText.trim()) ? Number(priorityText) : Number.NaN;
  const priorityBad = !(priority <= MOST_PRIORITY);
  const [postalCode, setPostalCode] = useState(now.postalCode);
  const [lowText, setLow] = useState(now.lowStockAt === null ? "" : String(now.lowStockAt));
  const low = lowText.trim() === "" ? null : Number(lowText);
  const lowBad = !/^\d{0,9}$/.test(lowText.trim());
  const [position, setPosition] = useState(
    now.latitude === null ? "" : `${now.latitude}, ${now.longitude}`,
  );
  const place = readPosition(position);
  const unnamed = name.trim() === "";
  const said = { name: name.trim(), address: address.trim(), country: land || null, active };
  const more = { postalCode: postalCode.trim(), lowStockAt: low, ...(place ?? NOWHERE) };
  return (
    <ActDialog
      title={location ? t("locations.changeOf", { name: location.name }) : t("locations.add")}
      sound={!unnamed && !landBad && !priorityBad && !lowBad && place !== undefined}
      send={(key) => keepLocation(key, location, { ...said, ...more, priority })}
      onDone={renewLocations}
      told={(kept) => t("locations.kept", { name: kept.name })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Field
            data-first
            label={t("staff.column.name")}
            value={name}
            maxLength={100}
            onChange={({ target }) => setName(target.value)}
            error={tried && unnamed ? t("locations.nameMissing") : null}
          />
          <Field
            label={t("locations.address")}
            value={address}
            maxLength={500}
            onChange={({ target }) => setAddress(target.value)}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label={t("locations.country")}
              value={country}
              maxLength={2}
              onChange={({ target }) => setCountry(target.value)}
              error={tried && landBad ? t("locations.countryBad") : null}
              hint={t("locations.countryHint")}
            />
            <Field
              inputMode="numeric"
              label={t("locations.priority")}
              value={priorityText}
              maxLength={4}
              onChange={({ target }) => setPriority(target.value)}
              error={
                tried && priorityBad ? t("locations.priorityBad", { most: MOST_PRIORITY }) : null
              }
              hint={t("locations.priorityHint")}
            />
            <Field
              label={t("locations.postalCode")}
              value={postalCode}
              maxLength={20}
              onChange={({ target }) => setPostalCode(target.value)}
              hint={t("locations.postalCodeHint")}
            />
            <Field
              inputMode="numeric"
              label={t("locations.lowStockAt")}
              value={lowText}
              maxLength={9}
              onChange={({ target }) => setLow(target.value)}
              error={tried && lowBad ? t("locations.lowStockAtBad") : null}
              hint={t("locations.lowStockAtHint")}
            />
          </div>
          <Field
            label={t("studio.field.position")}
            value={position}
            maxLength={50}
            onChange={({ target }) => setPosition(target.value)}
            error={tried && place === undefined ? t("studio.fault.position") : null}
            hint={t("locations.positionHint")}
          />
          <FindPlace
            name={name}
            address={[address, postalCode, country].filter((part) => part.trim()).join(", ")}
            position={position}
            onFound={setPosition}
          />
          {location && !location.first && (
            <div>
              <Check
                label={t("locations.openHere")}
                checked={active}
                onChange={({ target }) => setActive(target.checked)}
              />
              <p className="text-13 text-ink-soft">{t("locations.closedHint")}</p>
            </div>
          )}
        </>
      )}
    </ActDialog>
  );
}
