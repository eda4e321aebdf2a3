import { listQuery } from "../../base/api/queries";
import type { AuditTrail } from "../../base/api/schema";
import { inMoments, ROWS } from "../desk/search";
import type { AuditSearch } from "./search";

export const AUDIT = "/staff/audit";

export const auditQuery = (search: AuditSearch) => ({
  ...listQuery<AuditTrail>(["staff", "audit", search], AUDIT, {
    ...inMoments(search),
    limit: ROWS,
  }),
  staleTime: 0,
});
