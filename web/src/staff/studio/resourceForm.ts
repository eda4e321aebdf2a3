import type { ResourceAsked, ResourceBody } from "../../base/api/schema";

/** What stands in the form, as typed. */
export interface ResourceForm {
  kind: ResourceBody["kind"];
  name: string;
  about: Record<string, { name: string; about: string }>;
  userId: string;
  studioId: string;
  zone: string;
  capacity: string;
  cellMinutes: string;
  bufferBefore: string;
  bufferAfter: string;
  leadMinutes: string;
  horizonDays: string;
  tags: string;
  address: string;
  position: string;
  country: string;
  level: string;
  travelRadiusKm: string;
  requestHours: string;
}

export type NumberName =
  | "capacity"
  | "bufferBefore"
  | "bufferAfter"
  | "leadMinutes"
  | "horizonDays";
export type ResourceFault =
  | NumberName
  | "name"
  | "zone"
  | "position"
  | "travelRadiusKm"
  | "requestHours";

export const CELLS = ["5", "10", "15", "30", "60", "1440"] as const;
const NUMBERS: NumberName[] = [
  "capacity",
  "bufferBefore",
  "bufferAfter",
  "leadMinutes",
  "horizonDays",
];

export const newResource = (zone: string): ResourceForm => ({
  kind: "studio",
  name: "",
  about: {},
  userId: "",
  studioId: "",
  zone,
  capacity: "1",
  cellMinutes: "15",
  bufferBefore: "0",
  bufferAfter: "0",
  leadMinutes: "0",
  horizonDays: "60",
  tags: "",
  address: "",
  position: "",
  country: "",
  level: "",
  travelRadiusKm: "",
  requestHours: "",
});

export function formOf(one: ResourceBody): ResourceForm {
  return {
    kind: one.kind,
    name: one.name,
    about: one.texts,
    userId: one.userId ?? "",
    studioId: one.studioId ?? "",
    zone: one.zone,
    capacity: String(one.capacity),
    cellMinutes: String(one.cellMinutes),
    bufferBefore: String(one.bufferBefore),
    bufferAfter: String(one.bufferAfter),
    leadMinutes: String(one.leadMinutes),
    horizonDays: String(one.horizonDays),
    tags: one.tags.join(", "),
    address: one.address,
    position: one.latitude === null ? "" : `${one.latitude}, ${one.longitude}`,
    country: one.country ?? "",
    level: one.level ?? "",
    travelRadiusKm: one.travelRadiusKm === null ? "" : String(one.travelRadiusKm),
    requestHours: one.requestHours === null ? "" : String(one.requestHours),
  };
}

/** The resource as the server takes it, or which fields are at fault. */
export function readResource(
  form: ResourceForm,
): { asked: ResourceAsked } | { faults: ResourceFault[] } {
  const faults: ResourceFault[] = [];
  if (!form.name.trim()) faults.push("name");
  if (!form.zone.trim()) faults.push("zone");
  for (const name of NUMBERS) if (!/^\d{1,6}$/.test(form[name].trim())) faults.push(name);
  const radius = form.travelRadiusKm.trim();
  if (radius && !/^\d{1,5}$/.test(radius)) faults.push("travelRadiusKm");
  const hours = form.requestHours.trim();
  if (hours && !/^[1-9]\d{0,2}$/.test(hours)) faults.push("requestHours");
  const place = form.position.trim() ? form.position.split(",").map(Number) : null;
  if (place && (place.length !== 2 || place.some((one) => !Number.isFinite(one))))
    faults.push("position");
  if (faults.length > 0) return { faults };
  const tags = form.tags.split(",").map((one) => one.trim());
  return {
    asked: {
      kind: form.kind,
      name: form.name.trim(),
      texts: form.about,
      userId: form.userId.trim() || null,
      studioId: form.kind === "studio" ? null : form.studioId || null,
      zone: form.zone.trim(),
      capacity: Number(form.capacity),
      cellMinutes: Number(form.cellMinutes),
      bufferBefore: Number(form.bufferBefore),
      bufferAfter: Number(form.bufferAfter),
      leadMinutes: Number(form.leadMinutes),
      horizonDays: Number(form.horizonDays),
      tags: [...new Set(tags.filter(Boolean))],
      level: form.level.trim() || null,
      address: form.address.trim(),
      latitude: place?.[0] ?? null,
      longitude: place?.[1] ?? null,
      travelRadiusKm: radius ? Number(radius) : null,
      requestHours: hours ? Number(hours) : null,
      country: form.country.trim().toUpperCase() || null,
    },
  };
}
