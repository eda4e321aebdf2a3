import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Order, OrderStatus } from "../api/types";
import { toast } from "../components/Toasts";
import { reasonOf } from "./words";

/** Says briefly when an order on the page turns from one status to another. */
export function useOrderNews(orders: readonly Order[]): void {
  const { t } = useTranslation();
  const seen = useRef(new Map<string, OrderStatus>());
  useEffect(() => {
    for (const order of orders) {
      const before = seen.current.get(order.id);
      seen.current.set(order.id, order.status);
      if (!before || before === order.status) continue;
      const off = order.status === "cancelled";
      toast({
        title: t("order.news", { number: order.number, status: t(`order.status.${order.status}`) }),
        text: off ? t(`order.reason.${reasonOf(order)}`) : undefined,
        tone: off ? "danger" : "free",
      });
    }
  }, [orders, t]);
}
