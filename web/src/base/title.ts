import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { configQuery } from "./api/queries";

export function useShopName(): string {
  return useQuery(configQuery).data?.shopName ?? "Holdfast";
}

/** Names the page in the tab, in history and to screen readers. */
export function useTitle(page?: string): void {
  const shop = useShopName();
  useEffect(() => {
    document.title = page ? `${page} · ${shop}` : shop;
  }, [page, shop]);
}
