import { renew } from "../../base/api/queries";

/** Where variants are asked for: of the whole shop, or of a seller by who works for it. */
export type Place = "/staff" | `/seller/${string}`;

export const STAFF: Place = "/staff";
export const ofSeller = (seller: string): Place => `/seller/${seller}`;

export const variantAt = (place: Place, variantId: string) => `${place}/variants/${variantId}`;

/** What lists the variant is read anew before its dialog closes, so that the next one opens on it. */
export const renewGoods = () => renew(["staff"], ["products"], ["seller", "products"]);
