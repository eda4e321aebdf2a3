import { get, newKey, post, remove } from "../../base/api/client";
import { configQuery, queryClient } from "../../base/api/queries";
import type { PushSubscriptionShown, PushSubscriptionsAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";
import { WORKER } from "../../base/worker";

/** `unsupported`: this browser has no push, or the page is not on https. `denied`: its user said no,
 * and only they can say otherwise, in the browser's settings. */
export type PushState = "unsupported" | "denied" | "off" | "on";

export interface Here {
  state: PushState;
  /** Of this browser's subscription, as the shop keeps it. */
  id?: string;
}

ownAnswers("push");

export const pushQuery = { queryKey: ["push"], queryFn: pushHere };

/** How it is in this browser. */
async function pushHere(): Promise<Here> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return { state: "unsupported" };
  if (Notification.permission === "denied") return { state: "denied" };
  const made = await subscription();
  if (!made || Notification.permission !== "granted") return { state: "off" };
  const { pushKey } = await queryClient.fetchQuery(configQuery);
  if (!isOfKey(made.options.applicationServerKey, pushKey)) return { state: "off" };
  const { subscriptions } = await get<PushSubscriptionsAnswer>("/push-subscriptions");
  const kept = subscriptions.find(({ endpoint }) => endpoint === made.endpoint);
  return kept ? { state: "on", id: kept.id } : { state: "off" };
}

/** Whether a browser subscribed with this key: its push service takes no messages of another. */
export function isOfKey(made: ArrayBuffer | null, key: string | null | undefined): boolean {
  const text = btoa(String.fromCharCode(...new Uint8Array(made ?? [])));
  return text !== "" && text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") === key;
}

/** Asks for permission: only ever when somebody pressed. */
export async function switchOn(): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  const { pushKey } = await queryClient.fetchQuery(configQuery);
  if (!pushKey) return;
  const worker = await navigator.serviceWorker.register(WORKER);
  await activated(worker);
  await (await worker.pushManager.getSubscription())?.unsubscribe(); // another's, or of another key
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: pushKey,
  });
  const { p256dh, auth } = made.toJSON().keys ?? {};
  const given = { endpoint: made.endpoint, p256dh, auth };
  await post<PushSubscriptionShown>("/push-subscriptions", given, newKey());
}

export async function switchOff(id: string): Promise<void> {
  await remove<void>(`/push-subscriptions/${id}`);
  await (await subscription())?.unsubscribe();
}

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

function activated(worker: ServiceWorkerRegistration): Promise<unknown> {
  return worker.active ? Promise.resolve() : navigator.serviceWorker.ready;
}
