import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.HOLDFAST_SERVER ?? "http://127.0.0.1:8000";

const PAGE = /\bpage\(\s*(root|staff),\s*"([^"]+)"/g;

/** The addresses of all rooms' pages, from the text of their routes: the server answers others with
 * 404, and the pages themselves need a browser. */
function addresses(src: string): string[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  const found = files
    .filter((file) => /(^|\/)routes\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(src, file), "utf8");
      const routes = [...text.matchAll(PAGE)];
      if (routes.length !== text.match(/\bpage\(/g)?.length)
        throw new Error(`${file}: a route begins with its parent and its path`);
      return routes.map(([, parent, path]) =>
        parent === "staff" ? `/staff${path}` : String(path),
      );
    });
  return found.map((path) => path.replace(/(.)\/$/, "$1")).sort();
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    {
      name: "pages",
      apply: "build",
      generateBundle() {
        const source = JSON.stringify(addresses("src"), null, 2);
        this.emitFile({ type: "asset", fileName: "pages.json", source });
      },
    },
  ],
  // Beside the file that names it, wherever that was loaded from: a CDN has all of them.
  experimental: {
    renderBuiltUrl: (_, { hostType }) => (hostType === "html" ? undefined : { relative: true }),
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rollupOptions: { input: ["index.html", "docs/reference/index.html"] },
    // These know light-dark(); translated for older ones it would not follow a scheme within a page.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
  },
  server: {
    proxy: {
      "/api": { target: server },
      "/socket.io": { target: server, ws: true },
      "/demo": { target: server },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
