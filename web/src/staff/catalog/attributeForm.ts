import type { StaffAttribute } from "../../base/api/schema";
import { LOCALES } from "../../base/i18n/setup";

export const ATTRIBUTE_KINDS = ["text", "number", "bool", "choice"] as const;
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number];

/** An attribute as typed; values one a line, those of other languages line by line beside them. */
export interface AttributeForm {
  code: string;
  name: string;
  kind: AttributeKind;
  unit: string;
  values: string;
  facet: boolean;
  position: string;
  names: Record<string, string>;
  words: Record<string, string>;
}

export type AttributeAsked = Omit<StaffAttribute, "code" | "version">;
export type AttributeFault = "missing" | "code" | "twice" | "count" | "longer";
export type AttributeFaults = Record<string, AttributeFault>;

export function formOf(one: StaffAttribute | null, position: number): AttributeForm {
  const words = LOCALES.map((locale) => {
    const said = one?.valueTranslations[locale] ?? {};
    const lines = (one?.values ?? []).map((value) => said[value] ?? "");
    return [locale, lines.some(Boolean) ? lines.join("\n") : ""];
  });
  return {
    code: one?.code ?? "",
    name: one?.name ?? "",
    kind: one?.kind ?? "text",
    unit: one?.unit ?? "",
    values: one?.values.join("\n") ?? "",
    facet: one?.facet ?? true,
    position: String(one?.position ?? position),
    names: { ...one?.translations },
    words: Object.fromEntries(words),
  };
}

/** What it is kept under, if nothing is said: the name's Latin letters, where it has any. */
export function codeOf(name: string): string {
  const latin = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return latin.replace(/^-+|-+$/g, "").slice(0, 60);
}

/** The attribute as the server takes it, and its code, or what is wrong with which field. `taken`:
 * the codes of others. */
export function readAttribute(
  form: AttributeForm,
  taken: readonly string[],
): { code: string; asked: AttributeAsked } | { faults: AttributeFaults } {
  const faults: AttributeFaults = {};
  const code = form.code.trim() || codeOf(form.name);
  if (form.name.trim() === "") faults.name = "missing";
  else if (code === "") faults.code = "missing";
  if (code !== "" && !/^[a-z0-9][a-z0-9_-]*$/.test(code)) faults.code = "code";
  if (taken.includes(code)) faults.code = "twice";
  if (!/^\d{1,4}$/.test(form.position.trim())) faults.position = "count";
  const choice = form.kind === "choice";
  const values = choice ? linesOf(form.values).filter(Boolean) : [];
  if (choice && values.length === 0) faults.values = "missing";
  if (new Set(values).size < values.length) faults.values = "twice";
  const valueTranslations: AttributeAsked["valueTranslations"] = {};
  for (const [locale, text] of choice ? Object.entries(form.words) : []) {
    const lines = linesOf(text.trimEnd());
    if (lines.length > values.length) faults[`words.${locale}`] = "longer";
    const said = values.flatMap((value, at) => (lines[at] ? [[value, lines[at]] as const] : []));
    if (said.length > 0) valueTranslations[locale] = Object.fromEntries(said);
  }
  if (Object.keys(faults).length > 0) return { faults };
  const translations = Object.entries(form.names).filter(([, words]) => words.trim());
  return {
    code,
    asked: {
      name: form.name.trim(),
      kind: form.kind,
      unit: form.kind === "number" ? form.unit.trim() : "",
      values,
      facet: form.facet,
      position: Number(form.position),
      translations: Object.fromEntries(translations),
      valueTranslations,
    },
  };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}
