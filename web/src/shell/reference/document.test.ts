import { describe, expect, it } from "vitest";
import { callsOf, isFoundBy, type OpenApi, only } from "./document";

const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const operation = (operationId: string, tag: string, answer: string) => ({
  operationId,
  tags: [tag],
  summary: `Do ${operationId}`,
  responses: { 200: { content: { "application/json": { schema: to(answer) } } } },
});
const whole: OpenApi = {
  openapi: "3.1.0",
  info: {},
  paths: {
    "/api/orders": {
      get: operation("list", "orders", "Orders"),
      post: operation("place", "orders", "Order"),
    },
    "/api/tree": { get: operation("tree", "catalog", "Node") },
  },
  components: {
    schemas: {
      Orders: { properties: { orders: { items: to("Order") } } },
      Order: { properties: { total: { type: "integer" } } },
      Node: { properties: { below: { items: to("Node") } } },
      Unused: {},
    },
    securitySchemes: { token: { type: "http" } },
  },
};
const [list, place, tree] = callsOf(whole);

describe("the document, cut up", () => {
  it("lists its calls in its order", () => {
    expect(callsOf(whole).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "get /api/orders",
      "post /api/orders",
      "get /api/tree",
    ]);
  });

  it("finds a call by all of the words", () => {
    expect(place && isFoundBy(place, "POST orders")).toBe(true);
    expect(place && isFoundBy(place, "post catalog")).toBe(false);
    expect(tree && isFoundBy(tree, "")).toBe(true);
  });

  it("keeps of one call what it refers to, however far, and nothing else", () => {
    const kept = list && only(whole, list);
    expect(Object.keys(kept?.components["schemas"] ?? {}).sort()).toEqual(["Order", "Orders"]);
    expect(kept?.paths).toEqual({ "/api/orders": { get: whole.paths["/api/orders"]?.["get"] } });
    expect(kept?.components["securitySchemes"]).toEqual({ token: { type: "http" } });
  });

  it("ends where a schema refers to itself", () => {
    const kept = tree && only(whole, tree);
    expect(Object.keys(kept?.components["schemas"] ?? {})).toEqual(["Node"]);
  });
});
