/** A line of the audit log as facts: what was said, or what became of what. */

export interface Fact {
  /** As it was written, inner names behind outer ones; empty where all of the line is this. */
  path: string[];
  value: unknown;
  /** What it was; only where it became something else. */
  before?: unknown;
}

type Values = Record<string, unknown>;

/** Of settings each value is a pair: what it was, and is. */
const PAIRS = new Set(["settings.changed"]);

/** Everything the line says, what changed first. What is empty is left out, unless it was not so before. */
export function factsOf({ action, data }: { action: string; data: Values }): Fact[] {
  if (PAIRS.has(action))
    return Object.entries(data).flatMap(([name, pair]) =>
      Array.isArray(pair) && pair.length === 2
        ? changes([name], pair[0], pair[1])
        : said([name], pair),
    );
  const { before, after, ...rest } = data;
  const others = Object.entries(rest).flatMap(([name, value]) => said([name], value));
  if (before === undefined && after === undefined) return others;
  return [...changes([], before, after), ...others];
}

/** What the thing is called that the line is about, if it says so. */
export function calledIn(data: Values): string | null {
  for (const part of [data.after, data, data.before])
    if (isValues(part))
      for (const name of [part.name, part.title]) if (typeof name === "string" && name) return name;
  return null;
}

/** The currency that the line's amounts are in, if it says one. */
export function currencyOf(data: Values): string | null {
  for (const part of [data, data.after, data.before])
    if (isValues(part) && typeof part.currency === "string") return part.currency;
  return null;
}

function changes(path: string[], before: unknown, after: unknown): Fact[] {
  if (isEmpty(before)) return said(path, after);
  if (same(before, after)) return [];
  if (!isValues(before) || !isValues(after)) return [{ path, value: after, before }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changes([...path, name], before[name], after[name]));
}

function said(path: string[], value: unknown): Fact[] {
  if (isEmpty(value)) return [];
  if (!isValues(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([name, part]) => said([...path, name], part));
}

export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return (
    value === null ||
    value === undefined ||
    value === "" ||
    (isValues(value) && !Object.keys(value).length)
  );
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
