import { useEffect, useRef } from "react";
import { renew } from "../../base/api/queries";
import { useSession } from "../../base/session";
import { useLatest, useWatchOwn } from "../../live/channel";
import { meetAgain } from "../../live/connection";
import { carryOver } from "./carry";
import { liveCart, OWN } from "./live";
import { cartKnown, isChanging, useCartQuery } from "./store";

/** On every page: the cart follows what other tabs and devices do to it. */
export function CartNews(): null {
  const here = cartKnown.use();
  const user = useSession()?.user;
  const before = useRef(here);
  useWatchOwn(liveCart, Boolean(user) || here);
  // A guest is known from the first piece on: the connection made before knew nobody.
  useEffect(() => {
    if (here && !before.current) {
      if (!liveCart.following) meetAgain();
      void renew(["cart"]);
    }
    before.current = here;
  }, [here]);
  const told = useLatest(liveCart, OWN)?.version ?? 0;
  const { data, isFetching } = useCartQuery();
  const version = data?.version;
  const asked = useRef(0);
  useEffect(() => {
    if (version === undefined || isFetching || isChanging()) return;
    if (told <= version || told === asked.current) return;
    asked.current = told; // once: a cart that is forgotten has no version any more
    void renew(["cart"]);
  }, [told, version, isFetching]);
  useEffect(() => void carryOver(), []);
  return null;
}
