/** What stands behind the question mark of an address. */
export type Raw = Record<string, unknown>;

type Readers = Record<string, (value: unknown) => unknown>;

/** Reads each word of an address by its own rule: what breaks it is left out. */
export function searchOf<R extends Readers>(readers: R) {
  return (raw: Raw) =>
    Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, read(raw[name])])) as {
      [N in keyof R]?: Exclude<ReturnType<R[N]>, undefined>;
    };
}

/** A value as it stands in an address: JSON, but words that only look like a number stay words
 * ("8e6142" would be infinity, "1.0" would be "1"). */
export function readValue(written: string): unknown {
  const value: unknown = JSON.parse(written);
  if (typeof value === "number" && String(value) !== written) throw new SyntaxError(written);
  return value;
}

export function text(value: unknown): string | undefined {
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

/** What somebody typed, as far as it is searched for. */
export function words(value: unknown): string | undefined {
  return text(value)?.trim().slice(0, 200) || undefined;
}

export function day(value: unknown): string | undefined {
  return typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

export function flag(value: unknown): true | undefined {
  return value === true || value === 1 || value === "true" || undefined;
}

export function oneOf<T>(all: readonly T[]) {
  return (value: unknown) => all.find((each) => each === value);
}
