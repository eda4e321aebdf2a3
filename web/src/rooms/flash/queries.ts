import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import { answerQuery, listQuery } from "../../base/api/queries";
import type { FlashSaleAnswer, FlashSaleBody, FlashSalesAnswer } from "../../base/api/schema";
import { useLatest } from "../../live/channel";
import { liveSales, newer, type SaleState } from "./live";
import { hasEnded } from "./phase";

function stateOf(sale: FlashSaleBody): SaleState {
  const { id, remaining, held, sold, version } = sale;
  return { saleId: id, remaining, held, sold, ended: hasEnded(sale), version };
}

/** Numbers that came with an answer are as absolute as those of the feed. */
export function learnSales(seen: readonly FlashSaleBody[]): void {
  liveSales.take(seen.map(stateOf));
}

export const salesQuery = listQuery<FlashSalesAnswer>(
  ["flash-sales", "list"],
  "/flash-sales",
  { limit: 20 },
  (page) => learnSales(page.flashSales),
);

/** Those of one product that are to come or open. */
export function salesOfQuery(productId: string) {
  return answerQuery<FlashSalesAnswer>(
    ["flash-sales", "of", productId],
    "/flash-sales",
    { productId, limit: 5 },
    (page) => learnSales(page.flashSales),
  );
}

export function saleQuery(saleId: string) {
  return queryOptions({
    queryKey: ["flash-sales", saleId],
    queryFn: async ({ signal }) => {
      const path = `/flash-sales/${encodeURIComponent(saleId)}`;
      const { flashSale } = await get<FlashSaleAnswer>(path, {}, signal);
      learnSales([flashSale]);
      return flashSale;
    },
  });
}

/** What there is of it at this moment. */
export function useSaleState(sale: FlashSaleBody): SaleState {
  const told = useLatest(liveSales, sale.id);
  return newer(told, stateOf(sale));
}
