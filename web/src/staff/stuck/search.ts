import { oneOf, searchOf } from "../../base/search";

export const KINDS = ["job", "delivery", "letter", "mail"] as const;
export type Kind = (typeof KINDS)[number];

export const readStuckSearch = searchOf({ kind: oneOf(KINDS) });
