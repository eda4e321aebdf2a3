import { serverClock } from "../clock";
import { embedded } from "../embedded";
import { preferredLocale } from "../i18n/setup";
import { isOnline } from "../online";
import { orderLink } from "../orderLink";
import { typedUser } from "../typedUser";
import { Problem, type ProblemBody } from "./problem";

type Value = string | number | boolean | null | undefined;
/** A list is asked for value by value, under the one name. */
export type Query = Record<string, Value | readonly string[]>;

const PATIENCE = 15_000;
const UPLOAD_PATIENCE = 120_000;
const TRIES = 4;

export function withQuery(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) words.append(name, one);
    else if (value !== undefined && value !== null && value !== "" && value !== false)
      words.set(name, String(value));
  }
  const text = words.toString();
  return text ? `${path}?${text}` : path;
}

/** A key names one intention: sent again, the server answers it once. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Who asks, and in which language: the page's, which need not be the browser's. */
export function whoAsks(): Record<string, string> {
  const userId = typedUser();
  const words: Record<string, string> = { "Accept-Language": preferredLocale() };
  if (embedded) words["X-Embedded"] = "1";
  if (userId) words["X-User-Id"] = userId;
  const byLink = orderLink();
  if (byLink) words["Order-Link"] = byLink;
  return words;
}

const listening = new Set<() => void>();

/** What is done once a POST was answered: who only looked until now has a cookie from then on. */
export function onPosted(listen: () => void): void {
  listening.add(listen);
}

async function send<T>(
  path: string,
  init: RequestInit,
  signal?: AbortSignal,
  patience = PATIENCE,
): Promise<T> {
  const timeout = AbortSignal.timeout(patience);
  const sentAt = serverClock.mark();
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/api${path}`, {
      ...init,
      headers: { ...init.headers, ...whoAsks() },
      credentials: "same-origin",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    text = await response.text(); // which may be cut off, too
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, { code: "offline", detail: String(error) });
  }
  const body: unknown = text ? parse(text) : undefined;
  if (!response.ok) throw refusal(response, body);
  const stamp = (body as { serverTime?: string } | undefined)?.serverTime;
  if (stamp) serverClock.sample(stamp, sentAt);
  if (init.method === "POST") for (const listen of listening) listen();
  return body as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(response: Response, body: unknown): Problem {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  return new Problem(response.status, (body ?? {}) as ProblemBody, retryAfter);
}

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, query), { headers: { Accept: "application/json" } }, signal);
}

/** `version`: of what was read, to which this is done as it was then. */
export function post<T>(path: string, body: unknown, key: string, version?: number): Promise<T> {
  const over: Record<string, string> = version === undefined ? {} : { "If-Match": `"${version}"` };
  return send<T>(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key, ...over },
    body: JSON.stringify(body),
  });
}

/** Something done to what was read, as it was then: `version` is that of it. */
export function postOver<T>(path: string, version: number, body?: unknown): Promise<T> {
  const kind: Record<string, string> = body ? { "Content-Type": "application/json" } : {};
  const headers = { ...kind, "If-Match": `"${version}"` };
  return send<T>(path, { method: "POST", headers, body: body ? JSON.stringify(body) : undefined });
}

/** `version`: of what was read, over which this is saved. */
export function put<T>(path: string, body: unknown, version?: number): Promise<T> {
  const over: Record<string, string> = version === undefined ? {} : { "If-Match": `"${version}"` };
  return send<T>(path, {
    method: "PUT",
    headers: { "Content-Type": "application/json", ...over },
    body: JSON.stringify(body),
  });
}

export function patch<T>(path: string, body: unknown, version?: number): Promise<T> {
  const over: Record<string, string> = version === undefined ? {} : { "If-Match": `"${version}"` };
  return send<T>(path, {
    method: "PATCH",
    headers: { "Content-Type": "application/json", ...over },
    body: JSON.stringify(body),
  });
}

export function remove<T>(path: string): Promise<T> {
  return send<T>(path, { method: "DELETE" });
}

/** Sends a file as it is; the key makes it once, however often it is sent. */
export function upload<T>(
  path: string,
  file: Blob,
  kind: string,
  key: string,
  patience = UPLOAD_PATIENCE,
): Promise<T> {
  const headers = { "Content-Type": kind, "Idempotency-Key": key };
  return send<T>(path, { method: "POST", headers, body: file }, undefined, patience);
}

/** Repeats a POST under its one key while the failure is a passing one. What is asked for without
 * a network is refused at once: it must not happen by itself when there is one again. */
export async function insist<T>(
  path: string,
  body: unknown,
  key: string,
  version?: number,
): Promise<T> {
  if (!isOnline()) throw new Problem(0, { code: "offline" });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await post<T>(path, body, key, version);
    } catch (error) {
      if (!(error instanceof Problem) || !error.passing || attempt >= TRIES) throw error;
      const seconds = error.retryAfter ?? 0.3 * 2 ** attempt;
      await new Promise((resume) => setTimeout(resume, Math.min(seconds, 4) * 1000));
    }
  }
}

/** A picture that an `img` could not ask for, as an address of its own. */
export async function picture(href: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(href, {
    headers: whoAsks(),
    credentials: "same-origin",
    ...(signal && { signal }),
  });
  if (!response.ok) throw refusal(response, parse(await response.text()));
  const blob = await response.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Saves a file that a plain link could not ask for: the server is told who asks, and what. */
export async function save(href: string, asked?: unknown): Promise<void> {
  const sent =
    asked === undefined
      ? { headers: whoAsks() }
      : {
          method: "POST",
          headers: { ...whoAsks(), "Content-Type": "application/json" },
          body: JSON.stringify(asked),
        };
  const response = await fetch(href, { credentials: "same-origin", ...sent });
  if (!response.ok) throw refusal(response, parse(await response.text()));
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = named?.[1] ?? "download";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}
