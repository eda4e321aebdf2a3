import { createContext, useContext } from "react";

/** The seller whose products are edited by who works for it; null: all of the shop's, by staff. */
export const Whose = createContext<string | null>(null);

/** Where products are asked for: `own` has them, `shop` what they are made with. */
export function usePlaces(): { seller: string | null; own: string; shop: string } {
  const seller = useContext(Whose);
  return seller === null
    ? { seller, own: "/staff", shop: "/staff" }
    : { seller, own: `/seller/${seller}`, shop: "/seller" };
}
