import type { ResourceAsked, ResourceBody } from "../../base/api/schema";
import { readPosition } from "./position";

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
  /** Percent. */
  share: string;
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
  | "requestHours"
  | "share";

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
  share: "",
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
    share: one.share === null ? "" : String(one.share / 100),
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
  const holds = form.kind === "photographer" || form.kind === "studio";
  const share = holds ? form.share.trim().replace(",", ".") : "";
  if (share && !/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(share)) faults.push("share");
  const place = readPosition(form.position);
  if (!place) faults.push("position");
  if (!place || faults.length > 0) return { faults };
  const tags = form.tags.split(",").map((one) => one.trim());
  return {
    asked: {
      kind: form.kind,
      name: form.name.trim(),
      texts: form.about,
      userId: holds ? form.userId.trim() || null : null,
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
      ...place,
      travelRadiusKm: radius ? Number(radius) : null,
      requestHours: hours ? Number(hours) : null,
      share: share ? Math.round(Number(share) * 100) : null,
      country: form.country.trim().toUpperCase() || null,
    },
  };
}
