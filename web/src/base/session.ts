import { useQuery } from "@tanstack/react-query";
import { queryClient, sessionQuery } from "./api/queries";
import type { SessionBody } from "./api/schema";

export const STAFF = ["manager", "admin"];

export function isStaff(session: Pick<SessionBody, "roles"> | undefined): boolean {
  return session?.roles.some((role) => STAFF.includes(role)) ?? false;
}

export function isPhotographer(session: SessionBody | undefined): boolean {
  return session?.roles.includes("photographer") ?? false;
}

export function isSeller(session: SessionBody | undefined): boolean {
  return session?.roles.includes("seller") ?? false;
}

/** Whether roles of this session wait for a second factor: all of them, or one of these. */
export function waitsForSecondFactor(
  session: Pick<SessionBody, "withheldRoles"> | undefined,
  roles?: string[],
): boolean {
  return session?.withheldRoles.some((role) => !roles || roles.includes(role)) ?? false;
}

/** The same of who is logged in now, for those that do not render. */
export function secondFactorNeeded(): boolean {
  return waitsForSecondFactor(queryClient.getQueryData(sessionQuery.queryKey));
}

export function useSession() {
  return useQuery(sessionQuery).data;
}

type Where = "every tab" | "the first";

const forgetting = new Map<() => void, Where>();
const owned = new Set<readonly string[]>();

/** What is done when somebody else is here from now on; what all tabs share, by the first of them. */
export function onOtherVisitor(forget: () => void, where: Where = "every tab"): void {
  forgetting.set(forget, where);
}

/** Answers under this key are the visitor's own: nobody else finds them in the cache. */
export function ownAnswers(...queryKey: string[]): void {
  owned.add(queryKey);
}

const STAFF_ANSWERS = "staff";
ownAnswers(STAFF_ANSWERS);

/** Another visitor sees other orders: whatever was kept for the one before is dropped. */
export function forgetVisitor(): void {
  here = undefined;
  last = null;
  for (const queryKey of owned) queryClient.removeQueries({ queryKey });
  for (const forget of forgetting.keys()) forget();
}

/** The same where it happened in another tab, or by itself: the page stays, and asks anew. `ended`:
 * nobody else is here, the session is over: what staff were writing stays under the question to log in
 * again. */
export function forgetVisitorHere(ended: boolean): void {
  for (const queryKey of owned)
    if (!ended || queryKey[0] !== STAFF_ANSWERS) void queryClient.resetQueries({ queryKey });
  for (const [forget, where] of forgetting) if (where === "every tab") forget();
}

/** The same person is here again: what is shown stays, and is asked anew. */
export function askAnewHere(): void {
  for (const queryKey of owned) void queryClient.invalidateQueries({ queryKey });
}

/** Who the session said is here; undefined while that is being asked. */
let here: string | null | undefined;
/** Who was here last, of those who had an account. */
let last: string | null = null;

/** Whose pages are open: they stay theirs until somebody else is here. */
export function lastHere(): string | null {
  return last;
}

/** Runs once: `gone` is done when the session of somebody who was here has ended by itself, or is
 * somebody else's. */
export function onSessionOver(gone: (ended: boolean) => void): void {
  const [key] = sessionQuery.queryKey;
  queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryKey[0] !== key) return;
    const now = (query.state.data as SessionBody | undefined)?.user?.id ?? null;
    if (query.state.status !== "success" || query.state.fetchStatus !== "idle") return;
    const [before, known] = [here, last];
    here = now;
    last = now ?? last;
    if (before && now === null) gone(true);
    else if (before !== undefined && known && now && now !== known) gone(false);
  });
}
