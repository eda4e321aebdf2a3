import { whoAsks } from "./client";
import { Problem, type ProblemBody } from "./problem";

const PATIENCE = 120_000;

/** Sends a file as it is and tells how much of it (0 to 1) is away; the key makes it once, however
 * often it is sent. */
export function sendFile<T>(
  path: string,
  file: Blob,
  key: string,
  told: (part: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api${path}`);
    request.timeout = PATIENCE;
    for (const [name, value] of Object.entries(whoAsks())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", file.type);
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0);
    const away = () => reject(new Problem(0, { code: "offline", detail: "" }));
    request.onerror = away;
    request.ontimeout = away;
    request.onabort = away;
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body as T);
      else reject(new Problem(request.status, (body ?? {}) as ProblemBody, wait(request)));
    };
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wait(request: XMLHttpRequest): number | null {
  const seconds = Number(request.getResponseHeader("Retry-After"));
  return seconds > 0 ? seconds : null;
}
