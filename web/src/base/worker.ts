/** What a browser keeps of the shop: it shows pushes, and a page of its own where there is no
 * network. */
export const WORKER = "/push-worker.js";

const AS_AN_APP = "(display-mode: standalone)";

/** Whoever keeps the shop among their apps has no browser around it to say that the network is away. */
export function startWorker(): void {
  if (!("serviceWorker" in navigator) || !window.matchMedia(AS_AN_APP).matches) return;
  navigator.serviceWorker.register(WORKER).catch(() => undefined); // next time
}
