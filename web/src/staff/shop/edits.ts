import type { SettingsBody } from "../../base/api/schema";

type Name = keyof SettingsBody;

interface Edit {
  typed: unknown;
  /** What stood there when typing began. */
  was: unknown;
}

/** What was typed of the settings and is not saved yet. */
export type Edits = Partial<Record<Name, Edit>>;

/** One more is typed over what is saved by now; back at what it was, nothing is typed of it. */
export function withEdit(
  edits: Edits,
  saved: SettingsBody,
  name: Name,
  typed: SettingsBody[Name],
): Edits {
  const { [name]: before, ...others } = edits;
  const was = before ? before.was : saved[name];
  return same(typed, was) ? others : { ...others, [name]: { typed, was } };
}

export function typedOf(edits: Edits): Partial<SettingsBody> {
  return Object.fromEntries(named(edits).map(([name, { typed }]) => [name, typed]));
}

/** What is to be sent: what is not saved in this way already. */
export function changesOf(edits: Edits, saved: SettingsBody): Partial<SettingsBody> {
  const changed = named(edits).filter(([name, { typed }]) => !same(typed, saved[name]));
  return typedOf(Object.fromEntries(changed));
}

/** What others saved otherwise since it was begun to be typed: to send it would undo that. */
export function overtaken(edits: Edits, saved: SettingsBody): Name[] {
  return named(edits)
    .filter(([name, { typed, was }]) => !same(was, saved[name]) && !same(typed, saved[name]))
    .map(([name]) => name);
}

export function without(edits: Edits, names: Name[]): Edits {
  return Object.fromEntries(named(edits).filter(([name]) => !names.includes(name)));
}

/** It is known what others saved, and still what was typed is meant. */
export function meant(edits: Edits, saved: SettingsBody): Edits {
  return Object.fromEntries(
    named(edits).map(([name, { typed }]) => [name, { typed, was: saved[name] }]),
  );
}

/** What was typed while it was being saved stays, over what is saved by now. */
export function typedSince(edits: Edits, sent: Partial<SettingsBody>, saved: SettingsBody): Edits {
  const since = Object.fromEntries(
    named(edits).filter(([name, { typed }]) => typed !== sent[name]),
  ) as Edits;
  const both = named(since).filter(([name]) => name in sent);
  return { ...since, ...meant(Object.fromEntries(both), saved) };
}

/** Where something was typed that is no number, as the server would call it. */
export function unreadable(value: unknown, path = ""): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? path : undefined;
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, part] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name;
    const found = unreadable(part, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(edits: Edits): [Name, Edit][] {
  return Object.entries(edits) as [Name, Edit][];
}

/** Lists are compared by what is in them; what is no number is not nothing. */
function same(one: unknown, other: unknown): boolean {
  return one === other || told(one) === told(other);
}

function told(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part) => (Number.isNaN(part) ? "unreadable" : part));
}
