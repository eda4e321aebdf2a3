"""A browser that subscribes at our push service, of which headless Chromium has none.

Of the page its permission and `PushManager`, of the worker what it calls to show a notification,
are ours. What the page makes of the subscription, what the shop sends, how it comes to the worker
and what the worker makes of it is real.
"""

import json
from typing import Final

from tests.support.push_service import Subscribed

__all__ = ["NOTES", "SHOWN", "subscribing"]

_SUBSCRIBES: Final = """
(given) => {
  const made = {
    endpoint: given.endpoint,
    options: { applicationServerKey: Uint8Array.from(atob(given.key.replaceAll("-", "+")
      .replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer },
    toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
    unsubscribe: async () => { localStorage.removeItem("test.subscribed"); return true; },
  };
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey !== given.key) throw new Error("another key");
    localStorage.setItem("test.subscribed", "yes");
    return made;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem("test.subscribed") ? made : null;
}
"""
_PERMITS: Final = """
Object.defineProperty(Notification, "permission", {
  get: () => localStorage.getItem("test.permission") ?? "default" });
Notification.requestPermission = async () => {
  localStorage.setItem("test.permission", "granted");
  return "granted";
};
"""
NOTES: Final = """
() => {
  self.shown = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, told) => {
    self.shown.push({ title, ...told });
  };
}
"""
"""In a worker: from now on it notes what it would show."""
SHOWN: Final = """
async (count) => {
  while (self.shown.length < count) await new Promise((go) => setTimeout(go, 20));
  return self.shown;
}
"""
"""In that worker: those, once there are so many."""


def subscribing(browser: Subscribed) -> str:
    """For a page, before its own scripts: it is this browser, once somebody asks for it."""
    given = json.dumps(browser.given | {"key": browser.key})
    return f"{_PERMITS}\n({_SUBSCRIBES})({given})"
