// Puts the booking page where this script stands, as high as it needs to be:
//   <script src="https://shop.example/embed.js" data-service="..." data-locale="en" async></script>
// The shop answers only within sites that its setting HOLDFAST_FRAMES names.
(() => {
  const script = document.currentScript;
  const { origin } = new URL(script.src);
  const { service, locale, title, day } = script.dataset;
  const address = new URL("/embed/book", origin);
  for (const [name, value] of Object.entries({ service, locale, day })) {
    if (value) address.searchParams.set(name, value);
  }
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = title || "Booking";
  frame.allow = "payment; clipboard-write";
  frame.style.cssText = "display:block;width:100%;height:640px;border:0;color-scheme:light dark";
  window.addEventListener("message", ({ origin: from, source, data }) => {
    if (from !== origin || source !== frame.contentWindow) return;
    if (data?.type !== "holdfast:height" || !Number.isFinite(data.height)) return;
    frame.style.height = `${Math.min(Math.max(data.height, 240), 6000)}px`;
  });
  script.after(frame);
})();
