import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The addresses of the router, from its text: its pages need a browser. */
function routed(): string[] {
  const source = readFileSync("src/shell/router.tsx", "utf8");
  const routes =
    /const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: "([^"]+)"/g;
  const full = new Map([["root", ""]]);
  const found = [...source.matchAll(routes)];
  expect(found.length).toBe(source.split("createRoute({").length - 1);
  for (const [, name, parent, path] of found) {
    full.set(String(name), `${full.get(String(parent))}${path}`);
  }
  full.delete("root");
  return [...full.values()].map((path) => path.replace(/(.)\/$/, "$1"));
}

test("public/pages.json lists each page of the router, or the server answers it with 404", () => {
  const listed: string[] = JSON.parse(readFileSync("public/pages.json", "utf8"));
  expect([...listed].sort()).toEqual([...new Set(routed())].sort());
});
