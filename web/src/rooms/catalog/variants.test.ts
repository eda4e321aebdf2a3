import { describe, expect, it } from "vitest";
import type { ProductBody, VariantBody } from "../../base/api/schema";
import { choose, initialVariant } from "./variants";

function variant(id: string, color: string, memory: string, stock: number) {
  return { id, options: { color, memory }, stock } as unknown as VariantBody;
}

const product = {
  variants: [
    variant("1", "black", "128", 0),
    variant("2", "black", "256", 3),
    variant("3", "white", "128", 2),
  ],
} as unknown as ProductBody;

describe("variants", () => {
  it("opens on what can be bought", () => {
    expect(initialVariant(product)?.id).toBe("2");
    expect(initialVariant(product, "1")?.id).toBe("1");
    expect(initialVariant(product, "gone")?.id).toBe("2");
  });

  it("keeps the other choices where such a variant is made", () => {
    expect(choose(product, { color: "black", memory: "256" }, "memory", "128")?.id).toBe("1");
    expect(choose(product, { color: "black", memory: "256" }, "color", "white")?.id).toBe("3");
    expect(choose(product, {}, "color", "red")).toBeUndefined();
  });
});
