/** Of a guest's order that is looked at by the link in a mail: what follows `#` in it. It goes with
 * whatever the page asks, so that the server knows by what right; none: no such page. */
export function orderLink(): string {
  if (typeof location === "undefined") return ""; // outside a browser
  const { pathname, hash } = location;
  return /^\/order(\/|$)/.test(pathname) ? hash.slice(1, 101) : "";
}
