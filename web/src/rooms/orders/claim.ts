import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { insist, newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { readHold, writeHold } from "../cart/hold";

/** Back from a provider's page: asks at once what became of the payment, and where it does not pay,
 * leads back to the till. What is not decided yet is told later. */
export function useClaim(order: OrderShown | undefined): void {
  const navigate = useNavigate();
  const asked = useRef("");
  const orderId = order?.status === "pending" ? order.id : undefined;
  useEffect(() => {
    const hold = readHold();
    if (!orderId || hold?.orderId !== orderId || !hold.elsewhere || !hold.paymentId) return;
    if (asked.current === hold.paymentId) return;
    asked.current = hold.paymentId;
    const { reservationId, paymentId, elsewhere: _, ...rest } = hold;
    insist("/orders/create", { reservationId, paymentId }, newKey())
      .catch(async (error: unknown) => {
        if (asProblem(error).code !== "payment-failed") return;
        if (readHold()?.paymentId === paymentId)
          writeHold({ ...rest, reservationId, declined: true });
        await navigate({ to: "/checkout/$orderId", params: { orderId }, replace: true });
      })
      .finally(() => renew(["orders"]));
  }, [orderId, navigate]);
}
