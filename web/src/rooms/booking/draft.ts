import { Kept } from "../../base/kept";
import { onOtherVisitor } from "../../base/session";
import type { Beside } from "./Goods";
import type { Pay } from "./PayFirst";
import type { Search } from "./queries";
import type { Typed } from "./questions";
import type { Who } from "./who";

/** What was chosen and typed beside a time of a service. */
export interface Draft {
  /** The time by its name: what the address names. */
  at: string;
  search: Pick<Search, "service" | "length" | "people" | "extras" | "near" | "also">;
  note: string;
  pay: Pay;
  goods: Beside[];
  answers: Typed;
}

const kept = new Kept<Draft | null>("holdfast.booking", {
  storage: () => sessionStorage,
  parse: (text) => JSON.parse(text ?? "null") as Draft | null,
  text: (value) => value && JSON.stringify(value),
});
// Who comes is nobody's who comes to this browser later: only in memory.
let asker: Who | undefined;

onOtherVisitor(() => {
  kept.write(null);
  asker = undefined;
});

/** For who comes back to the time that they had chosen, from the till or by loading the page anew;
 * whoever begins with another one begins afresh. */
export function draftOf(service: string, at: string | undefined): Draft | undefined {
  const draft = kept.read();
  return draft && at && draft.at === at && draft.search.service === service ? draft : undefined;
}

export const keepDraft = (draft: Draft): void => kept.write(draft);

export const askerTyped = (): Who => asker ?? { name: "", email: "", phone: "" };

export function keepAsker(who: Who): void {
  asker = who;
}
