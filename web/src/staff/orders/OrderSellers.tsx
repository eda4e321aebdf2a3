import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { StaffOrderAnswer, SubOrdersOfOrder } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { SubOrder } from "../../rooms/selling/SubOrder";

/** Each seller's part of an order: what they send, and what it earns them. */
export function OrderSellers({ order }: { order: StaffOrderAnswer["order"] }) {
  const { t, locale } = useLanguage();
  const query = useQuery({
    ...answerQuery<SubOrdersOfOrder>(
      ["staff", "order", order.id, "sellers", order.version, locale],
      `/staff/orders/${order.id}/suborders`,
      { locale },
    ),
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
  const parts = query.data?.suborders ?? [];
  if (parts.length === 0) return null;
  return (
    <section className="space-y-3">
      <h2 className="sr-only">{t("orderPage.sellers")}</h2>
      <ul aria-label={t("orderPage.sellers")} className="space-y-3">
        {parts.map((one) => (
          <SubOrder key={one.id} order={one} name={one.sellerName} />
        ))}
      </ul>
    </section>
  );
}
