import type { HoldAnswer } from "../../base/api/schema";

/** For whom staff book, as the API is asked. */
export interface Whom {
  /** An account. */
  client?: string;
  /** One of the studio's clients. */
  clientId?: string;
  /** Somebody new. */
  newClient?: { name: string; phone: string; email: string };
}

/** Somebody of staff books for somebody else, and goes on with it in their own way. */
export interface Desk {
  /** Undefined: that is not said yet. */
  whom: Whom | undefined;
  /** Nothing is paid to book. */
  later: boolean;
  onMissing: () => void;
  onRefused: (error: unknown) => void;
  onHeld: (held: HoldAnswer) => void;
}
