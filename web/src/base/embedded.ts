/** Pages below it stand in a frame on a studio's own site. */
export const EMBEDDED = "/embed";

/** Whether this page is one of them: it has no frame of the shop's own around it, and its visitor
 * is kept apart for that site. */
export const embedded =
  typeof location !== "undefined" && location.pathname.startsWith(`${EMBEDDED}/`);

/** Opened by itself, an embedded page is the shop's. */
export function leaveNoFrame(): boolean {
  if (!embedded || window.parent !== window) return false;
  const { pathname, search } = window.location;
  window.location.replace(pathname.slice(EMBEDDED.length) + search);
  return true;
}

/** The site around it; only pages that the shop names can be that. */
function siteAround(): string | undefined {
  const named = window.location.ancestorOrigins?.[0];
  if (named) return named;
  return document.referrer ? new URL(document.referrer).origin : undefined;
}

/** Tells the site around it how high the page is, and that another one has begun. */
export function tellHeight(): () => void {
  const site = siteAround();
  if (!site) return () => undefined;
  const tell = () => {
    const { height } = document.body.getBoundingClientRect();
    window.parent.postMessage({ type: "holdfast:height", height: Math.ceil(height) }, site);
  };
  const watch = new ResizeObserver(tell);
  watch.observe(document.body);
  tell();
  return () => watch.disconnect();
}
