import { DUTIES } from "./api/duties";
import type { SessionBody } from "./api/schema";
import { isStaff, useSession } from "./session";

/** A route of staff, as the server's table of routes has it. */
export type StaffRoute = keyof typeof DUTIES;

type Who = Pick<SessionBody, "roles" | "duties">;

/** Whether whoever this is may ask a route of staff. */
export function may(who: Who | undefined, route: StaffRoute): boolean {
  if (!who || !isStaff(who)) return false;
  const { duties } = who;
  const needed: readonly string[] = DUTIES[route];
  if (duties === null) return true;
  return needed.length === 0 ? duties.length > 0 : needed.some((one) => duties.includes(one));
}

/** The same of who is logged in. */
export function useMay(): (route: StaffRoute) => boolean {
  const session = useSession();
  return (route) => may(session, route);
}
