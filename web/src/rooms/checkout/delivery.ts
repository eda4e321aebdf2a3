import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { MethodShown, OrderShown, PriceAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** The ways to deliver what an order holds to where it goes. */
export function useWays(order: OrderShown): MethodShown[] {
  const { locale } = useLanguage();
  const { id, items, region, shippingMethod } = order;
  const { data } = useQuery({
    queryKey: ["orders", id, "ways", region, locale],
    queryFn: () =>
      post<PriceAnswer>(
        "/quote",
        {
          items: items.map(({ productId, variantId, quantity }) => ({
            productId,
            variantId,
            quantity,
          })),
          ...(region ? { region } : {}),
        },
        newKey(),
      ),
    enabled: shippingMethod !== null && items.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return data?.shippingMethods ?? [];
}
