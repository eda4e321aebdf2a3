import type { Socket } from "socket.io-client";
import { get } from "../base/api/client";
import { queryClient, sessionQuery } from "../base/api/queries";
import type { StockPage, StockUpdate } from "../base/api/types";
import { serverClock } from "../base/clock";
import { typedUser } from "../base/typedUser";
import { supplyStore } from "../rooms/stock/store";
import {
  type CampaignState,
  campaignStore,
  type OrderState,
  orderStore,
  type WalletState,
  walletStore,
} from "./latest";
import { WatchList } from "./watch";

const POLL_EVERY = 5_000;
const POLL_AFTER = 1_500;

interface StockSnapshot {
  stock: StockUpdate[];
  serverTime: string;
}

let socket: Socket | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastHeard: number | null = null;
let askedAt = 0;

export const watchList = new WatchList(() =>
  socket?.connected
    ? {
        subscribe(ids) {
          askedAt = serverClock.mark();
          socket?.emit("subscribe:products", ids);
        },
        unsubscribe(ids) {
          socket?.emit("unsubscribe:products", ids);
        },
      }
    : undefined,
);

export const campaignWatch = new WatchList(() =>
  socket?.connected
    ? {
        subscribe: (ids) => socket?.emit("subscribe:campaigns", ids),
        unsubscribe: (ids) => socket?.emit("unsubscribe:campaigns", ids),
      }
    : undefined,
);

/** One's own wallets come all together, so one name stands for them. */
export const walletWatch = new WatchList(() =>
  socket?.connected
    ? {
        subscribe: () => socket?.emit("subscribe:wallets"),
        unsubscribe: () => socket?.emit("unsubscribe:wallets"),
      }
    : undefined,
);

/** One's own orders, likewise; a guest has some too. */
export const orderWatch = new WatchList(() =>
  socket?.connected
    ? {
        subscribe: () => socket?.emit("subscribe:orders"),
        unsubscribe: () => {
          orderStore.lost();
          socket?.emit("unsubscribe:orders");
        },
      }
    : undefined,
);

/** Connects once; the library is loaded after the first paint. */
export async function startFeed(): Promise<void> {
  const { io } = await import("socket.io-client");
  socket = io({
    transports: ["websocket"],
    query: introduction(),
    timeout: 8_000,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  // A proxy may swallow the socket without a word: then the asking starts all the same.
  timer ??= setTimeout(() => void poll(), POLL_AFTER * 2);
  socket.on("connect", connected);
  socket.on("disconnect", lost);
  socket.on("connect_error", lost);
  socket.on("stock:snapshot", (snapshot: StockSnapshot) => {
    serverClock.sample(snapshot.serverTime, askedAt);
    supplyStore.take(snapshot.stock);
    heard();
    supplyStore.setLink("live", lastHeard);
  });
  socket.on("stock:update", (update: StockUpdate) => {
    heard();
    supplyStore.update(update);
  });
  socket.on("wallet:snapshot", ({ wallets }: { wallets: WalletState[] }) => {
    heard();
    walletStore.take(wallets);
  });
  socket.on("wallet:update", (update: WalletState) => {
    heard();
    walletStore.take([update]);
  });
  socket.on("order:snapshot", ({ orders }: { orders: OrderState[] }) => {
    heard();
    orderStore.snapshot(orders);
  });
  socket.on("order:update", (update: OrderState) => {
    heard();
    orderStore.take([update]);
  });
  socket.on("campaign:snapshot", ({ campaigns }: { campaigns: CampaignState[] }) => {
    heard();
    campaignStore.take(campaigns);
  });
  socket.on("campaign:update", (update: CampaignState) => {
    heard();
    campaignStore.take([update]);
  });
  socket.on("problem", ({ code }: { code?: string }) => {
    if (code !== "login-required") return;
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  });
  window.addEventListener("offline", () => supplyStore.setLink("offline", lastHeard));
  window.addEventListener("online", () => void poll());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && serverClock.suspect()) void poll();
  });
}

/** For the banner's button: try at once instead of waiting for the next turn. */
export function retryNow(): void {
  socket?.connect();
  void poll();
}

/** A page cannot give a socket's handshake headers: a typed user id goes into its address. */
function introduction(): Record<string, string> {
  const userId = typedUser();
  return userId ? { userId } : {};
}

/** Somebody else is here from now on: whose wallets and orders are told is settled with the
 * connection. */
export function meetAgain(): void {
  if (!socket) return;
  socket.io.opts.query = introduction();
  socket.disconnect().connect();
}

function heard(): void {
  lastHeard = serverClock.now();
}

function connected(): void {
  pause();
  socket?.io.engine.on("packet", heard);
  heard();
  const waiting = watchList.ids.length > 0;
  supplyStore.setLink(waiting ? "catching-up" : "live", lastHeard);
  watchList.reconnected();
  campaignWatch.reconnected();
  walletWatch.reconnected();
  orderWatch.reconnected();
}

function lost(): void {
  orderStore.lost();
  if (supplyStore.linkState().link === "live") supplyStore.setLink("catching-up", lastHeard);
  // Attempts to connect fail again and again; they must not put the asking off each time.
  timer ??= setTimeout(() => void poll(), POLL_AFTER);
}

function pause(): void {
  clearTimeout(timer);
  timer = undefined;
}

/** While sockets are down the numbers come by asking; they are as absolute as the others. */
async function poll(): Promise<void> {
  pause();
  try {
    const ids = watchList.ids.slice(0, 1000);
    if (ids.length > 0) {
      const page = await get<StockPage>("/products/stock", { ids: ids.join(",") });
      supplyStore.take(page.variants);
    } else {
      await get("/config");
    }
    heard();
    if (!socket?.connected) supplyStore.setLink("catching-up", lastHeard);
  } catch {
    if (!socket?.connected) supplyStore.setLink("offline", lastHeard);
  }
  if (!socket?.connected) timer ??= setTimeout(() => void poll(), POLL_EVERY);
}
