import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { configQuery } from "./api/queries";
import type { AccentBody, ConfigBody } from "./api/schema";

export function useShopName(): string {
  return useQuery(configQuery).data?.shopName ?? "Holdfast";
}

/** In place of Holdfast's mark, if the shop has one. */
export function useLogo(): ConfigBody["logo"] {
  return useQuery(configQuery).data?.logo ?? null;
}

/** Names the page in the tab, in history and to screen readers; null where another part does. */
export function useTitle(page?: string | null): void {
  const shop = useShopName();
  useEffect(() => {
    if (page === null) return;
    document.title = page ? `${page} · ${shop}` : shop;
  }, [page, shop]);
}

/** The shop's own colour, also where it was changed since the page came. */
export function useAccent(): void {
  const accent = useQuery(configQuery).data?.accent;
  useEffect(() => {
    if (accent === undefined) return;
    const place = document.getElementById("accent") ?? document.createElement("style");
    place.id = "accent";
    place.textContent = accent ? accentStyle(accent) : "";
    document.head.append(place);
  }, [accent]);
}

function accentStyle({ light, dark }: AccentBody): string {
  const shades = ["accent", "strong", "soft", "onAccent"] as const;
  const names = {
    accent: "accent",
    strong: "accent-strong",
    soft: "accent-soft",
    onAccent: "on-accent",
  };
  const said = shades.map((each) => `--${names[each]}:light-dark(${light[each]},${dark[each]});`);
  return `html:root{${said.join("")}}`;
}

const NOTHING: ConfigBody["uses"] = {
  wallet: false,
  coupons: false,
  promoCodes: false,
  charges: false,
  memberPrices: false,
  booking: false,
  repeats: false,
  referrals: false,
  newsletter: false,
  flashSales: false,
  sellers: false,
  packages: false,
};

/** What of the shop its menu shows: wallets and coupons only where there are any. */
export function useUses(): ConfigBody["uses"] {
  return useQuery(configQuery).data?.uses ?? NOTHING;
}

/** Whether that is known, or cannot be: what a page shows of it changes no more. */
export function useUsesKnown(): boolean {
  return !useQuery(configQuery).isPending;
}

/** Whether the shop is known to take no orders: nobody could be paid. Unknown, it is open, so that
 * a page does not change under its reader; the server refuses then, in the same words. */
export function useClosed(): boolean {
  return useQuery(configQuery).data?.selling === false;
}
