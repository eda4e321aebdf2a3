import { useLocation } from "@tanstack/react-router";
import { useState } from "react";

/** As mails have it; what else may follow `#` is no link. */
const LINK = /^[0-9a-f-]{36}\.[\w-]+$/;

/** Of a guest's order that is looked at by the link in a mail: what follows `#` in it. It goes with
 * whatever the page asks, so that the server knows by what right; none: no such page. */
export function orderLink(): string {
  if (typeof location === "undefined") return ""; // outside a browser
  const { pathname, hash } = location;
  const link = hash.slice(1, 101);
  return /^\/order(\/|$)/.test(pathname) && LINK.test(link) ? link : "";
}

/** The link that the page was opened by, which another one that is put into the address replaces;
 * while one is led elsewhere it stays what it was. */
export function useOrderLink(): string {
  const { hash } = useLocation();
  const [link, setLink] = useState(hash);
  if (hash !== link && LINK.test(hash)) setLink(hash);
  return link;
}
