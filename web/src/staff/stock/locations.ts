import { insist, put } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { LocationBody, LocationsBody } from "../../base/api/schema";

const LOCATIONS = "/staff/locations";

export const allLocationsQuery = {
  ...answerQuery<LocationsBody>(["staff", "locations"], LOCATIONS),
  staleTime: 30_000,
};

/** What staff say of a location. */
export type LocationSaid = Pick<
  LocationBody,
  | "name"
  | "address"
  | "country"
  | "priority"
  | "active"
  | "postalCode"
  | "lowStockAt"
  | "latitude"
  | "longitude"
>;

export const NEW_LOCATION: LocationSaid = {
  name: "",
  address: "",
  country: null,
  priority: 0,
  active: true,
  postalCode: "",
  lowStockAt: null,
  latitude: null,
  longitude: null,
};

/** Keeps a location as it was known, a new one if it is not there yet. */
export function keepLocation(key: string, known: LocationBody | undefined, said: LocationSaid) {
  return known === undefined
    ? insist<LocationBody>(LOCATIONS, said, key)
    : put<LocationBody>(`${LOCATIONS}/${known.id}`, said, known.version);
}

export const renewLocations = () => renew(["staff"]);
