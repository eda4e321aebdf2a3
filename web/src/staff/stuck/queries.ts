import { listQuery } from "../../base/api/queries";
import type { StuckAnswer } from "../../base/api/schema";
import type { Kind } from "./search";

export const stuckKey = ["staff", "stuck"];

export const stuckQuery = (kind: Kind | undefined) => ({
  ...listQuery<StuckAnswer>([...stuckKey, kind ?? "all"], "/staff/stuck", { kind }),
  refetchInterval: 10_000,
});
