import { expect, it } from "vitest";
import { liveStock } from "./live";

const told = (version: number, variantStock: number) => ({
  productId: "lamp",
  variantId: "lamp-black",
  version,
  variantStock,
  held: 0,
  nextReleaseAt: null,
});

it("draws a product anew only for news of it: what is told again is the same object", () => {
  liveStock.take([told(1, 5)]);
  const known = liveStock.product("lamp");
  expect(known?.stock).toBe(5);
  liveStock.take([told(1, 5), { ...told(7, 1), productId: "vase", variantId: "vase-white" }]);
  expect(liveStock.product("lamp")).toBe(known);
  liveStock.take([told(2, 4)]);
  expect(liveStock.product("lamp")?.stock).toBe(4);
});
