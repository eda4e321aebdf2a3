import type { StaffCategory } from "../../base/api/schema";

/** Where a category is to stand: below which one, and right before which of those there. */
export interface Place {
  parentId: string | null;
  before: string | null;
}

type Node = Pick<StaffCategory, "id" | "parentId">;

function siblings(tree: Node[], { parentId }: Node): Node[] {
  return tree.filter((each) => each.parentId === parentId);
}

function nextOf(tree: Node[], node: Node): string | null {
  const row = siblings(tree, node);
  return row[row.findIndex(({ id }) => id === node.id) + 1]?.id ?? null;
}

/** Whether `id` is the category or stands below it. */
export function within(tree: Node[], id: string | null, category: string): boolean {
  for (let at = id; at !== null; ) {
    if (at === category) return true;
    at = tree.find((each) => each.id === at)?.parentId ?? null;
  }
  return false;
}

export type Step = "up" | "down" | "in" | "out";

/** One step from where it stands; null where there is no such step. */
export function stepped(tree: Node[], node: Node, step: Step): Place | null {
  const row = siblings(tree, node);
  const at = row.findIndex(({ id }) => id === node.id);
  const previous = row[at - 1];
  const parent = tree.find(({ id }) => id === node.parentId);
  switch (step) {
    case "up":
      return previous ? { parentId: node.parentId, before: previous.id } : null;
    case "down":
      return at < row.length - 1
        ? { parentId: node.parentId, before: row[at + 2]?.id ?? null }
        : null;
    case "in":
      return previous ? { parentId: previous.id, before: null } : null;
    case "out":
      return parent ? { parentId: parent.parentId, before: nextOf(tree, parent) } : null;
  }
}

export type Side = "before" | "inside" | "after";

/** Where it stands once it is let go over another; null over itself and what is below it. */
export function dropped(tree: Node[], dragged: string, over: Node, side: Side): Place | null {
  if (within(tree, over.id, dragged)) return null;
  if (side === "inside") return { parentId: over.id, before: null };
  if (side === "before") return { parentId: over.parentId, before: over.id };
  const next = nextOf(tree, over);
  const row = siblings(tree, over);
  const behind = row[row.findIndex(({ id }) => id === next) + 1]?.id ?? null;
  return { parentId: over.parentId, before: next === dragged ? behind : next };
}

/** Above, on or below it, by how far down the row the pointer is (0 to 1). */
export function sideAt(part: number): Side {
  return part < 0.3 ? "before" : part > 0.7 ? "after" : "inside";
}
