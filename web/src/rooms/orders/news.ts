import { useEffect, useRef } from "react";
import { queryClient } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import type { OrderStatus } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { toast } from "../../design/Toasts";
import { useWatchOwn } from "../../live/channel";
import { meetAgain } from "../../live/connection";
import { readHold, useHold } from "../cart/hold";
import { liveOrders, type OrderState } from "./live";
import { orderQuery } from "./queries";
import { reasonOf } from "./words";

/** On every page: follows the visitor's orders, and says briefly when one turns. */
export function OrderNews(): null {
  useFollowedOrders();
  useTurns();
  return null;
}

/** A guest is known from the first reservation on: the connection made before knew nobody. */
function useFollowedOrders(): void {
  const held = useHold()?.orderId;
  const user = useSession()?.user;
  const before = useRef(held);
  useWatchOwn(liveOrders, Boolean(user ?? held));
  useEffect(() => {
    if (held && held !== before.current && !liveOrders.following) meetAgain();
    before.current = held;
  }, [held]);
}

/** Who cancels an order need not be told. */
const OWN_DOING = new Set<OrderShown["reason"]>(["buyer", "refunded"]);

function isShown(orderId: string): boolean {
  return window.location.pathname.endsWith(`/${orderId}`);
}

function useTurns(): void {
  const { t } = useLanguage();
  const seen = useRef(new Map<string, OrderStatus>());
  useEffect(() => {
    const look = (order: OrderState) => {
      const before = seen.current.get(order.orderId);
      seen.current.set(order.orderId, order.status);
      if (!before || before === order.status) return;
      // Reading it settles what this browser holds for it.
      if (readHold()?.orderId === order.orderId)
        void queryClient.fetchQuery(orderQuery(order.orderId)).catch(() => undefined);
      const off = order.status === "cancelled";
      if (off && OWN_DOING.has(reasonOf(order))) return;
      // The page that shows the order says it itself, and better.
      if (isShown(order.orderId)) return;
      toast({
        title: t("order.news", { number: order.number, status: t(`order.status.${order.status}`) }),
        text: off ? t(`order.reason.${reasonOf(order)}`) : undefined,
        tone: off ? "danger" : "free",
      });
    };
    const lookAtAll = () => {
      for (const order of liveOrders.states) look(order);
    };
    lookAtAll();
    return liveOrders.subscribe(lookAtAll);
  }, [t]);
}
