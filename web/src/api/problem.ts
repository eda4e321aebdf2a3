import type { Shortage } from "./types";

export interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  field?: string;
  errors?: { field: string; code: string; detail: string }[];
  requestId?: string;
  shortages?: Shortage[];
  refund?: string;
}

/** A refusal the server put into words (problem+json), or the lack of any answer (`offline`). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: ProblemBody;
  readonly retryAfter: number | null;

  constructor(status: number, body: ProblemBody, retryAfter: number | null = null) {
    super(body.detail ?? body.title ?? body.code ?? `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "offline" : `http-${status}`);
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may be sent again, under the same key, with hope. */
  get passing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: "offline", detail: String(error) });
}

export function shortagesOf(error: unknown): Shortage[] {
  return error instanceof Problem ? (error.body.shortages ?? []) : [];
}
