import { Kept } from "../../base/kept";
import { onOtherVisitor } from "../../base/session";

/** So many are remembered, and so many of them shown. */
const MOST = 12;
export const SHOWN = 5;

const ID = /^[0-9a-f-]{36}$/;

export function readRecent(text: string | null): string[] {
  const found: unknown = JSON.parse(text ?? "[]");
  if (!Array.isArray(found)) return [];
  return found.filter((each) => typeof each === "string" && ID.test(each)).slice(0, MOST);
}

/** The products that were looked at last, latest first. This browser remembers them, the shop does not. */
export const recent = new Kept<string[]>("holdfast.recent", {
  storage: () => localStorage,
  parse: readRecent,
  text: (ids) => (ids.length > 0 ? JSON.stringify(ids) : null),
  shared: true,
});

onOtherVisitor(() => recent.write([]), "the first");

export function lookedAt(productId: string): void {
  recent.write([productId, ...recent.read().filter((each) => each !== productId)].slice(0, MOST));
}
