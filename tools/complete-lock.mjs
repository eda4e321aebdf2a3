// Completes web/package-lock.json with the optional packages of other platforms.
//
// Some parts (Biome, Tailwind's engine) are one package a platform, named as optional. npm leaves
// those out of the lock that the registry at hand did not serve, and `npm ci` then refuses the lock
// on every machine. Their versions stand in the lock already, beside the package that names them.
//
//     cd web && npm install --package-lock-only && node ../tools/complete-lock.mjs

import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../web/package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));

const systems = ["android", "darwin", "freebsd", "linux", "win32", "openharmony", "netbsd", "openbsd", "sunos", "aix"];
const processors = ["arm64", "x64", "ia32", "arm", "ppc64", "s390x", "riscv64", "loong64", "wasm32"];
const word = (name, words) => words.find((one) => new RegExp(`[-.]${one}(eabihf)?([-.]|$)`).test(name));

let added = 0;
for (const [, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const system = word(name, systems);
    const processor = word(name, processors);
    if (lock.packages[key] || !processor || !/^\d/.test(version)) continue;
    lock.packages[key] = {
      version,
      cpu: [processor],
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(system ? { os: [system] } : {}),
    };
    added += 1;
  }
}
const names = Object.keys(lock.packages).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(names.map((name) => [name, lock.packages[name]]));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to web/package-lock.json`);
