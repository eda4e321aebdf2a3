import { useSyncExternalStore } from "react";
import type { Socket } from "socket.io-client";
import { get } from "../base/api/client";
import { isUnreached } from "../base/api/problem";
import { queryClient, renew, sessionQuery } from "../base/api/queries";
import { serverClock } from "../base/clock";
import { typedUser } from "../base/typedUser";

export type Link = "live" | "catching-up" | "offline";

interface LinkState {
  link: Link;
  /** Server time of the last numbers, in ms; null before the first. */
  asOf: number | null;
}

/** Whoever is told something over the connection; a `Channel` is one. */
interface Listener {
  /** Whether its numbers are on the page, and are asked for while sockets are down. */
  readonly asked: boolean;
  /** What came, if it is this listener's; true if its numbers are up to date with it. */
  hear(event: string, data: unknown): boolean;
  connected(): void;
  lost(): void;
  ask(): Promise<void>;
}

const POLL_EVERY = 5_000;
const POLL_AFTER = 1_500;

const listeners = new Set<Listener>();
const observers = new Set<() => void>();
let state: LinkState = { link: "catching-up", asOf: null };
let socket: Socket | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastHeard: number | null = null;
let timesReached = 0;

export function listen(listener: Listener): void {
  listeners.add(listener);
}

/** Says something to the server, if there is a connection. */
export function emit(event: string, ...data: unknown[]): boolean {
  if (!socket?.connected) return false;
  socket.emit(event, ...data);
  return true;
}

function setLink(link: Link): void {
  if (link === state.link && lastHeard === state.asOf) return;
  state = { link, asOf: lastHeard };
  for (const observer of observers) observer();
}

function observe(observer: () => void): () => void {
  observers.add(observer);
  return () => observers.delete(observer);
}

/** Whether the numbers are live. */
export function useLink(): Link {
  return useSyncExternalStore(observe, () => state.link);
}

/** Server time of the last numbers, in ms; null before the first. */
export function useAsOf(): number | null {
  return useSyncExternalStore(observe, () => state.asOf);
}

/** Whether the numbers on the page may be old: no more of them come. */
export function useStale(): boolean {
  return useSyncExternalStore(observe, () => state.link === "offline");
}

/** How often the shop was reached after it was not, or for the first time. */
export function useTimesReached(): number {
  return useSyncExternalStore(observe, () => timesReached);
}

/** While sockets are down, numbers come by asking this often. */
export function useAskingPace(): number | false {
  return useSyncExternalStore(observe, () => (state.link === "live" ? false : POLL_EVERY));
}

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
  socket.onAny((event: string, data: unknown) => {
    heard();
    for (const listener of listeners) if (listener.hear(event, data)) setLink("live");
  });
  socket.on("problem", ({ code }: { code?: string }) => {
    if (code !== "login-required") return;
    void renew(sessionQuery.queryKey);
  });
  window.addEventListener("offline", () => setLink("offline"));
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

/** What was not answered meanwhile is asked again. */
function reached(): void {
  timesReached += 1;
  for (const observer of observers) observer();
  void queryClient.refetchQueries({
    type: "active",
    predicate: ({ state }) => state.status === "error" && isUnreached(state.error),
  });
}

function heard(): void {
  lastHeard = serverClock.now();
}

function askedFor(): Listener[] {
  return [...listeners].filter(({ asked }) => asked);
}

function connected(): void {
  pause();
  socket?.io.engine.on("packet", heard);
  heard();
  reached();
  setLink(askedFor().length > 0 ? "catching-up" : "live");
  for (const listener of listeners) listener.connected();
}

function lost(): void {
  for (const listener of listeners) listener.lost();
  if (state.link === "live") setLink("catching-up");
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
    const asked = askedFor();
    if (asked.length > 0) await Promise.all(asked.map((listener) => listener.ask()));
    else await get("/config");
    heard();
    if (state.link === "offline") reached();
    if (!socket?.connected) setLink("catching-up");
  } catch {
    if (!socket?.connected) setLink("offline");
  }
  if (!socket?.connected) timer ??= setTimeout(() => void poll(), POLL_EVERY);
}
