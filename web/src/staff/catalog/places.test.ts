import { describe, expect, it } from "vitest";
import { dropped, sideAt, stepped, within } from "./places";

// a (b, c (d), e), f
const tree = [
  { id: "a", parentId: null },
  { id: "b", parentId: "a" },
  { id: "c", parentId: "a" },
  { id: "d", parentId: "c" },
  { id: "e", parentId: "a" },
  { id: "f", parentId: null },
];
const node = (id: string) => tree.find((each) => each.id === id) as (typeof tree)[number];

describe("where a category goes", () => {
  it("steps among those beside it", () => {
    expect(stepped(tree, node("c"), "up")).toEqual({ parentId: "a", before: "b" });
    expect(stepped(tree, node("b"), "up")).toBeNull();
    expect(stepped(tree, node("b"), "down")).toEqual({ parentId: "a", before: "e" });
    expect(stepped(tree, node("c"), "down")).toEqual({ parentId: "a", before: null });
    expect(stepped(tree, node("e"), "down")).toBeNull();
  });

  it("steps into the one above it and out behind its parent", () => {
    expect(stepped(tree, node("c"), "in")).toEqual({ parentId: "b", before: null });
    expect(stepped(tree, node("b"), "in")).toBeNull();
    expect(stepped(tree, node("d"), "out")).toEqual({ parentId: "a", before: "e" });
    expect(stepped(tree, node("e"), "out")).toEqual({ parentId: null, before: "f" });
    expect(stepped(tree, node("a"), "out")).toBeNull();
  });

  it("drops before, into and behind another", () => {
    expect(dropped(tree, "f", node("c"), "before")).toEqual({ parentId: "a", before: "c" });
    expect(dropped(tree, "f", node("c"), "inside")).toEqual({ parentId: "c", before: null });
    expect(dropped(tree, "f", node("c"), "after")).toEqual({ parentId: "a", before: "e" });
    expect(dropped(tree, "e", node("c"), "after")).toEqual({ parentId: "a", before: null });
    expect(dropped(tree, "a", node("f"), "after")).toEqual({ parentId: null, before: null });
  });

  it("drops nothing into itself", () => {
    for (const side of ["before", "inside", "after"] as const) {
      expect(dropped(tree, "a", node("d"), side)).toBeNull();
      expect(dropped(tree, "c", node("c"), side)).toBeNull();
    }
    expect(within(tree, "d", "a")).toBe(true);
    expect(within(tree, "f", "a")).toBe(false);
  });

  it("knows the part of the row", () => {
    expect([0, 0.5, 1].map(sideAt)).toEqual(["before", "inside", "after"]);
  });
});
