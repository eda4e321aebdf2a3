import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useBroughtBack } from "../../base/broughtBack";
import { giveBack } from "../cart/hold";
import { forgetTyped } from "../orders/typed";
import { agree } from "../policies/agree";
import { useAgreed } from "../policies/queries";
import { type Attempt, pay } from "./pay";

/** What gives the order another price, and what is held another reservation. */
export const PRICING = ["pricing"];

/** What a buyer has that may go into a payment. */
const OF_BUYER = [["coupons", "mine"], ["wallets"], ["prepaid"]];

/** What is held is paid for, or given back. */
export function usePaying(order: OrderShown) {
  const navigate = useNavigate();
  const policies = useAgreed();
  const refresh = () => renew(["orders"], ...OF_BUYER);
  const payment = useMutation({
    mutationFn: async (attempt: Attempt) => {
      await agree(`/orders/${order.id}`, policies);
      return pay(order.id, attempt);
    },
    onSuccess: async (end) => {
      forgetTyped();
      if (end === "elsewhere") return;
      await renew(["orders"]);
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id }, replace: true });
      // Not before: what could pay or lower the price is refused of an order that is paid.
      await renew(...OF_BUYER);
    },
    // One that does not answer is shown so.
    onError: () => renew(["orders"], ...OF_BUYER, ["config"]),
  });
  const cancel = useMutation({ mutationFn: () => giveBack(order.id), onSettled: refresh });
  useBroughtBack(() => {
    payment.reset();
    void refresh();
  });
  return { payment, cancel, busy: payment.isPending || payment.isSuccess };
}
