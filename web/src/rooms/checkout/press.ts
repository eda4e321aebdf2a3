import { useIsMutating } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import type { Unsaved } from "../../base/unsaved";
import { orderQuery } from "../orders/queries";
import type { HowPaid } from "./howPaid";
import { PRICING, usePaying } from "./paying";

const dueOf = ({ due, total }: OrderShown) => due ?? total;

/** The one press that pays: it saves what is typed first, and stops where the sum is then another;
 * `before` is what it was. */
export function usePress(order: OrderShown, how: HowPaid, unsaved: Unsaved) {
  const { payment, cancel, ...paying } = usePaying(order);
  const [saving, setSaving] = useState(false);
  const [before, setBefore] = useState<number | null>(null);
  const pricing = useIsMutating({ mutationKey: PRICING }) > 0;
  const busy = saving || paying.busy;
  const press = async () => {
    if (busy || pricing) return;
    setBefore(null);
    payment.reset();
    setSaving(true);
    const saved = await unsaved.save();
    setSaving(false);
    if (!saved) return;
    const now = queryClient.getQueryData(orderQuery(order.id).queryKey) ?? order;
    if (dueOf(now) !== how.due) {
      setBefore(how.due);
      return;
    }
    const attempt = now.reservationId && how.attempt(now.reservationId);
    if (attempt) payment.mutate(attempt);
  };
  return { press, payment, cancel, busy, pricing, before };
}
export type Press = ReturnType<typeof usePress>;
