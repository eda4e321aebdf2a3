import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { insist, newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { keepTry, tryOf } from "../cart/tried";

/** Back from a provider's page: asks at once what became of the payment, and where it does not pay,
 * leads back to the till. What is not decided yet is told later, and asked for again when one comes
 * back to this tab. Whether it is being asked for. */
export function useClaim(order: OrderShown | undefined): boolean {
  const navigate = useNavigate();
  const asked = useRef("");
  const [asking, setAsking] = useState(false);
  const orderId = order?.status === "pending" ? order.id : undefined;
  useEffect(() => {
    const ask = (again: boolean) => {
      const tried = orderId ? tryOf(orderId) : null;
      if (!orderId || !tried?.elsewhere || tried.declined) return;
      if (asked.current === tried.paymentId && !again) return;
      const { reservationId, paymentId } = tried;
      asked.current = paymentId;
      setAsking(true);
      insist("/orders/create", { reservationId, paymentId }, newKey())
        .finally(() => renew(["orders"])) // before the till, which says what is awaited
        .catch(async (error: unknown) => {
          if (asProblem(error).code !== "payment-failed") return;
          if (tryOf(orderId)?.paymentId === paymentId) keepTry({ ...tried, declined: true });
          await navigate({ to: "/checkout/$orderId", params: { orderId }, replace: true });
        })
        .finally(() => setAsking(false));
    };
    const seen = () => {
      if (document.visibilityState === "visible") ask(true);
    };
    ask(false);
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, [orderId, navigate]);
  return asking;
}
