// Shows what the shop pushes to this browser, and opens the page that it is about.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // Nothing of ours; a browser wants something to be shown all the same.
  }
  const { id, title, body, url, lang } = told;
  const shown = self.registration.showNotification(title || self.location.host, {
    body,
    lang,
    tag: id, // sent twice, it is shown once
    icon: "/favicon.svg",
    data: { url },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data?.url));
});

/** The page, in a window of the shop that shows it already, or in a new one; never elsewhere. */
async function opened(url) {
  const { origin } = self.location;
  const page = new URL(url || "/", origin);
  const address = page.origin === origin ? page.href : origin;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}
