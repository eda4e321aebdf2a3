import type { HoldLimit, Shortage } from "./schema";

/** What a wallet lacks for a purchase; without a `walletId` there is no wallet of the currency. */
export interface PointsMissing {
  currency: string;
  wanted: number;
  available: number;
  held: number;
  missing: number;
  walletId: string | null;
}

/** Why a coupon cannot be used; `missing` with `minimum`. */
export interface CouponTrouble {
  couponId: string;
  reason:
    | "not-yours"
    | "expired"
    | "used"
    | "held"
    | "currency"
    | "scope"
    | "minimum"
    | "units"
    | "nothing"
    | "better";
  missing?: number;
}

export interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  field?: string;
  errors?: { field: string; code: string; detail: string }[];
  requestId?: string;
  shortages?: Shortage[];
  /** More than a buyer may hold, line by line. */
  limits?: HoldLimit[];
  refund?: string;
  points?: PointsMissing;
  coupon?: CouponTrouble;
  /** With `price-changed`: the total that was shown, and what it is now; of goods before discounts,
   * too. */
  expected?: { total: number; currency: string };
  quote?: { total: number; currency: string; subtotal?: number };
  /** With `flash-sale-proof`: what is to be solved. */
  challenge?: string;
  bits?: number;
  /** With `balance-too-large`: the most there can be. */
  limit?: number;
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

/** What a refusal says of a field, or of a part of it: of `tags[2]` it is said at the tags. */
export function saidOf(error: unknown, name: string): string | null {
  if (!error) return null;
  const { errors = [], field, detail } = asProblem(error).body;
  const of = (one: string | undefined) =>
    one === name || one?.startsWith(`${name}[`) || one?.startsWith(`${name}.`);
  const said = errors.find((one) => of(one.field));
  return said?.detail ?? (of(field) ? (detail ?? null) : null);
}

export function shortagesOf(error: unknown): Shortage[] {
  return error instanceof Problem ? (error.body.shortages ?? []) : [];
}

const UNREACHED = new Set(["offline", "http-502", "http-504"]);

/** Whether the shop did not hear of it, or its answer was lost. */
export function isUnreached(error: unknown): boolean {
  return error instanceof Problem && UNREACHED.has(error.code);
}
