// The OpenAPI document, cut up: a list of its calls, and of each call what it needs. Swagger UI takes
// tens of seconds over a whole document of 3.1 that is as large as this one.

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const REFERENCE = "#/components/";

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
}

export interface OpenApi {
  openapi: string;
  info: unknown;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

export interface Call {
  id: string;
  group: string;
  method: string;
  path: string;
  summary: string;
  /** What it is found by. */
  text: string;
}

/** Every call, in the document's order. */
export function callsOf({ paths }: OpenApi): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const one = methods[method];
      if (!one) return [];
      const { operationId: id, tags, summary, description = "" } = one;
      const group = tags[0] ?? "other";
      const text = `${method} ${path} ${group} ${summary} ${description}`.toLowerCase();
      return [{ id, group, method, path, summary, text }];
    }),
  );
}

/** Whether it has every word. */
export function isFoundBy({ text }: Call, typed: string): boolean {
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** A document of this call alone, with what it refers to. */
export function only(whole: OpenApi, { path, method }: Call): OpenApi {
  const operation = whole.paths[path]?.[method] as Operation;
  const components: OpenApi["components"] = {
    securitySchemes: whole.components["securitySchemes"] ?? {},
  };
  const follow = (part: unknown): void => {
    for (const name of referencesIn(part)) {
      const [kind = "", one = ""] = name.split("/");
      components[kind] ??= {};
      if (one in components[kind]) continue;
      const found = whole.components[kind]?.[one];
      components[kind][one] = found;
      follow(found);
    }
  };
  follow(operation);
  return { ...whole, paths: { [path]: { [method]: operation } }, components };
}

function referencesIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" && value.startsWith(REFERENCE)
      ? [value.slice(REFERENCE.length)]
      : referencesIn(value),
  );
}
