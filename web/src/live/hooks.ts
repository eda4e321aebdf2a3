import { useCallback, useEffect, useSyncExternalStore } from "react";
import { serverClock } from "../base/clock";
import type { Supply, Total } from "../rooms/stock/merge";
import { type LinkState, supplyStore } from "../rooms/stock/store";
import { campaignWatch, orderWatch, walletWatch, watchList } from "./feed";
import {
  type CampaignState,
  campaignStore,
  type OrderState,
  orderStore,
  type WalletState,
  walletStore,
} from "./latest";

/** Asks the feed for these products for as long as the component is on the page. */
export function useWatch(ids: string[]): void {
  const key = ids.join(",");
  useEffect(() => {
    if (!key) return;
    return watchList.add(key.split(","));
  }, [key]);
}

export function useVariantSupply(variantId: string | undefined): Supply | undefined {
  const read = useCallback(
    () => (variantId ? supplyStore.variant(variantId) : undefined),
    [variantId],
  );
  return useSyncExternalStore(supplyStore.subscribe, read);
}

export function useProductSupply(productId: string): Total | undefined {
  const read = useCallback(() => supplyStore.product(productId), [productId]);
  return useSyncExternalStore(supplyStore.subscribe, read);
}

/** One connection may watch so many campaigns. */
const MOST_CAMPAIGNS = 100;

export function useWatchCampaigns(ids: string[]): void {
  const key = ids.slice(0, MOST_CAMPAIGNS).join(",");
  useEffect(() => {
    if (!key) return;
    return campaignWatch.add(key.split(","));
  }, [key]);
}

export function useCampaignState(campaignId: string): CampaignState | undefined {
  const read = useCallback(() => campaignStore.get(campaignId), [campaignId]);
  return useSyncExternalStore(campaignStore.subscribe, read);
}

/** Asks the feed for the visitor's own wallets, while somebody is logged in. */
export function useWatchWallets(loggedIn: boolean): void {
  useEffect(() => {
    if (!loggedIn) return;
    return walletWatch.add(["mine"]);
  }, [loggedIn]);
}

export function useWalletState(walletId: string): WalletState | undefined {
  const read = useCallback(() => walletStore.get(walletId), [walletId]);
  return useSyncExternalStore(walletStore.subscribe, read);
}

/** Asks the feed for the visitor's own orders, while that makes sense. */
export function useWatchOrders(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    return orderWatch.add(["mine"]);
  }, [wanted]);
}

export function useOrderState(orderId: string): OrderState | undefined {
  const read = useCallback(() => orderStore.get(orderId), [orderId]);
  return useSyncExternalStore(orderStore.subscribe, read);
}

const ASK_EVERY = 5_000;

/** While sockets are down, numbers come by asking this often. */
export function useAskingPace(): number | false {
  return useLink().link === "live" ? false : ASK_EVERY;
}

export function useLink(): LinkState {
  return useSyncExternalStore(supplyStore.subscribe, supplyStore.linkState);
}

const tickers = new Set<() => void>();
let ticking: ReturnType<typeof setTimeout> | undefined;
let second = 0;

function tick(): void {
  const now = serverClock.now();
  second = Math.floor(now / 1000);
  for (const ticker of tickers) ticker();
  ticking = tickers.size > 0 ? setTimeout(tick, 1000 - (now % 1000) + 4) : undefined;
}

function onTick(ticker: () => void): () => void {
  tickers.add(ticker);
  if (ticking === undefined) tick();
  return () => {
    tickers.delete(ticker);
    if (tickers.size === 0) {
      clearTimeout(ticking);
      ticking = undefined;
    }
  };
}

function still(): () => void {
  return () => undefined;
}

/** The server's time to the second, in ms; renders once a second while `running`. */
export function useServerNow(running = true): number {
  const value = useSyncExternalStore(running ? onTick : still, () =>
    second === 0 ? Math.floor(serverClock.now() / 1000) : second,
  );
  return value * 1000;
}
