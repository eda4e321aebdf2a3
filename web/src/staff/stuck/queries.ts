import { listQuery } from "../../base/api/queries";
import type { StuckPage } from "../../base/api/types";
import type { Kind } from "./search";

export const stuckKey = ["staff", "stuck"];

export const stuckQuery = (kind: Kind | undefined) => ({
  ...listQuery<StuckPage>([...stuckKey, kind ?? "all"], "/staff/stuck", { kind }),
  refetchInterval: 10_000,
});
