import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { LeftAnswer } from "../../base/api/schema";
import { useIntent } from "../../base/intent";
import { forgetTry } from "../cart/tried";

/** Calls off what was to be paid on a provider's page: then the order can be paid in any way. What was
 * paid meanwhile counts. */
export function useLeaving(orderId: string, then: (left: LeftAnswer) => void, failed?: () => void) {
  return useIntent(
    (key) => insist<LeftAnswer>(`/orders/${encodeURIComponent(orderId)}/leave-payment`, {}, key),
    {
      onSuccess: async (left) => {
        if (left.status === "open") forgetTry(orderId);
        await renew(["orders"], ["coupons", "mine"], ["wallets"], ["prepaid"]);
        then(left);
      },
      onError: failed,
    },
  );
}
