import { useEffect } from "react";
import { newKey, onPosted, put } from "./api/client";
import type { InterfaceBody } from "./api/schema";
import { variantOf } from "./assigning";
import { type Instead, sayInstead } from "./i18n/setup";
import { onOtherVisitor } from "./session";

/** A place of a page that can be arranged in another way. */
export type Where = "product-text" | "free-times";

/** Of a running experiment: what is shown here, and where that, or another variant, is seen. */
interface Shown {
  id: string;
  variant: number;
  seenBy: Set<string>;
}

const VISITOR = "holdfast.visitor";
const TOLD = "holdfast.seen";

let visitor = "";
let shown: Shown[] = [];
let arranged: Record<string, string> = {};
let known = false; // whose browser this is, to the server
const seen = new Set<string>();

/** What this visitor is shown is decided before the first paint; whoever came too late for that sees
 * what everybody does, and is not counted. */
export function startExperiments(said: InterfaceBody | undefined): void {
  if (!said) return;
  const mine = taken(said.experiments);
  shown = mine.map(({ id, variant, variants }) => ({
    id,
    variant,
    seenBy: new Set(variants.flatMap((one) => Object.keys({ ...one.words, ...one.arranged }))),
  }));
  const changes = mine.flatMap(({ variant, variants }) => variants[variant] ?? []);
  const words: Instead = Object.assign(
    {},
    said.everybody.words,
    ...changes.map((one) => one.words),
  );
  arranged = Object.assign({}, said.everybody.arranged, ...changes.map((one) => one.arranged));
  sayInstead(words, see);
  for (const id of told()) seen.add(id);
}

/** How a place is arranged in another way than it always is, if it is. */
export function useArranged(where: Where): string | undefined {
  useEffect(() => see(where), [where]);
  return arranged[where];
}

function taken(running: InterfaceBody["experiments"]) {
  visitor = running.length > 0 && !unwilling() ? ownNumber() : "";
  if (!visitor) return [];
  return running.map((one) => {
    const weights = one.variants.map(({ weight }) => weight);
    return { ...one, variant: variantOf(one.id, visitor, weights) };
  });
}

/** Who asks not to be tracked is shown what everybody sees, and is not counted. */
function unwilling(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  return doNotTrack === "1" || globalPrivacyControl === true;
}

/** Of this browser, for this shop alone; empty where nothing can be kept: each visit would be another
 * visitor. */
function ownNumber(): string {
  try {
    const kept = localStorage.getItem(VISITOR);
    if (kept && /^[0-9a-f-]{32,36}$/.test(kept)) return kept;
    const made = newKey();
    localStorage.setItem(VISITOR, made);
    return made;
  } catch {
    return "";
  }
}

function see(what: string): void {
  for (const one of shown) {
    if (seen.has(one.id) || !one.seenBy.has(what)) continue;
    seen.add(one.id);
    void tell(one);
  }
}

async function tell({ id, variant }: Shown): Promise<void> {
  try {
    await put(`/experiments/${id}/seen`, { visitor, variant });
    localStorage.setItem(TOLD, JSON.stringify([...new Set([...told(), id])]));
  } catch {
    // Then it is told on the next visit.
  }
}

/** Experiments that run, and of which the server knows that this browser saw them. */
function told(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(TOLD) ?? "[]");
    return shown.map(({ id }) => id).filter((id) => Array.isArray(kept) && kept.includes(id));
  } catch {
    return [];
  }
}

/** Who only looked has no cookie; what they buy later counts once it is told whose browser it is. */
function tellWhose(): void {
  known = true;
  for (const one of shown) if (seen.has(one.id)) void tell(one);
}

onPosted(() => {
  if (!known) tellWhose();
});
onOtherVisitor(tellWhose);
