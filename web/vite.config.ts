import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
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

const MAIN = "/src/shell/main.tsx";
const REFERENCE = "/src/shell/reference/reference.ts";

interface Graph {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

/** Whether what begins with ``entry`` needs this module before it can begin. */
function needs(entry: string, id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (id.endsWith(entry)) return true;
  seen.add(id);
  const importers = graph.getModuleInfo(id)?.importers ?? [];
  return importers.some((one) => !seen.has(one) && needs(entry, one, graph, seen));
}

/** What the shop begins with is one file, not one for each set of pages that share a module. */
function start(id: string, graph: Graph): string | null {
  const shops = !id.endsWith(MAIN) && needs(MAIN, id, graph);
  return shops && !needs(REFERENCE, id, graph) ? "start" : null;
}

const compressed = promisify(brotliCompress);
const LEAST = 1000;

/** Beside each file that browsers load, what the server sends to those that read Brotli: a sixth less
 * than gzip. What the shop begins with is worth the time that the last step takes. */
async function pack(folder: string, file: string, source: string | Uint8Array): Promise<void> {
  if (!/\.(js|css|svg|json)$/.test(file) || source.length < LEAST) return;
  const first = /\/(start|shop)[.-]/.test(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: first ? 11 : 9 };
  await writeFile(join(folder, `${file}.br`), await compressed(source, { params }));
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
      async writeBundle({ dir = "dist" }, bundle) {
        const files = Object.entries(bundle).map(([name, file]) =>
          pack(dir, name, file.type === "chunk" ? file.code : file.source),
        );
        await Promise.all(files);
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
    rolldownOptions: {
      input: ["index.html", "docs/reference/index.html"],
      output: {
        codeSplitting: {
          groups: [{ name: start, tags: ["$initial"], includeDependenciesRecursively: false }],
        },
      },
    },
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
  // Files of a thread share the modules they load: loading them anew took three quarters of the time.
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    pool: "threads",
    isolate: false,
    testTimeout: 60_000,
  },
});
