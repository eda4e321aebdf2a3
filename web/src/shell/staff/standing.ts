import type { SessionBody } from "../../base/api/schema";
import { isStaff, STAFF, waitsForSecondFactor } from "../../base/session";

/** Before whom the pages of staff stand. `ended`: staff whose session is over while a page is open. */
export type Standing = "staff" | "second-factor" | "ended" | "stranger";

/** `before`: whether the page was staff's until now; who becomes somebody else does so on purpose. */
export function standingOf(
  session: Pick<SessionBody, "roles" | "withheldRoles" | "guest" | "typedUserId">,
  before: boolean,
): Standing {
  if (waitsForSecondFactor(session, STAFF)) return "second-factor";
  if (isStaff(session)) return "staff";
  return before && session.guest && session.typedUserId === null ? "ended" : "stranger";
}
