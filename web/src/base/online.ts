import { useSyncExternalStore } from "react";

/** Whether this device has a network at all; the browser says so at once. */
export function isOnline(): boolean {
  return globalThis.navigator?.onLine !== false;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, isOnline, isOnline);
}
