// Shows what the shop pushes to this browser, and opens the page that it is about; says so where a page
// cannot be had because there is no network.
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

// Pages come from the network, always; nothing of the shop or of anybody is kept here.
self.addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(fetch(event.request).catch(away));
});

const AWAY = {
  en: ["No connection", "The shop opens here as soon as it can be reached again.", "Try again"],
  ru: ["Нет соединения", "Магазин откроется здесь, как только будет связь.", "Повторить"],
  ko: ["연결되지 않음", "다시 연결되는 대로 상점이 여기에 열립니다.", "다시 시도"],
};

/** In place of any page: in the browser's language, and gone by itself once the shop answers. */
function away() {
  const language = self.navigator.language.slice(0, 2);
  const lang = language in AWAY ? language : "en";
  const [title, body, again] = AWAY[lang];
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>
body { font: 15px/1.5 Inter, system-ui, sans-serif; margin: 0; min-height: 100dvh;
  display: grid; place-content: center; background: light-dark(#fcfcfb, #131312) }
main { display: grid; gap: 12px; justify-items: center; text-align: center; max-width: 320px; padding: 24px }
h1 { font-size: 24px; line-height: 32px; margin: 0 } p { margin: 0 }
a { color: inherit; text-decoration: none; border: 1px solid; border-radius: 8px; padding: 10px 20px; margin-top: 12px }
</style></head><body><main><h1>${title}</h1><p role="status">${body}</p><a href="">${again}</a></main><script>
const look = async () => { if ((await fetch("/health/live")).ok) location.reload() };
addEventListener("online", () => location.reload());
setInterval(() => document.hidden || look().catch(() => {}), 5000);
</script></body></html>`;
  return new Response(html, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}
