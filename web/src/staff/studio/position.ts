/** Where something is on the earth, in degrees; nulls: not known. */
export interface Place {
  latitude: number | null;
  longitude: number | null;
}

export const NOWHERE: Place = { latitude: null, longitude: null };

/** As people write it: latitude, a comma, longitude; undefined: that is no place. */
export function readPosition(typed: string): Place | undefined {
  if (!typed.trim()) return NOWHERE;
  const [latitude, longitude, ...more] = typed.split(",").map(Number);
  if (latitude === undefined || longitude === undefined || more.length > 0) return undefined;
  return Number.isFinite(latitude) && Number.isFinite(longitude)
    ? { latitude, longitude }
    : undefined;
}
