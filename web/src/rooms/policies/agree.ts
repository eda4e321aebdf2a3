import { put } from "../../base/api/client";
import type { AgreedAnswer } from "../../base/api/schema";
import type { PolicyName } from "./queries";

/** Whoever pressed the button beside which these texts stood agreed to them: said before anything is
 * paid. `path` is the order's, or its pay link's. */
export async function agree(path: string, texts: PolicyName[]): Promise<void> {
  if (texts.length > 0) await put<AgreedAnswer>(`${path}/agreement`, { texts });
}
