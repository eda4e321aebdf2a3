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

const forgetting = new Set<() => void>();

/** What is done when somebody else is here from now on. */
export function onOtherVisitor(forget: () => void): void {
  forgetting.add(forget);
}

/** Answers under this key are the visitor's own: nobody else finds them in the cache. */
export function ownAnswers(...queryKey: string[]): void {
  onOtherVisitor(() => queryClient.removeQueries({ queryKey }));
}

ownAnswers("staff");

/** Another visitor sees other orders: whatever was kept for the one before is dropped. */
export function forgetVisitor(): void {
  for (const forget of forgetting) forget();
}
