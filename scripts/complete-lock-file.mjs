/**
 * Writes into package-lock.json the optional platform packages that `npm install` left out: npm 11 drops those that the registry
 * at hand does not serve, and `npm ci` then refuses the file. They are never fetched where they do not fit: os, cpu and libc say so.
 * Run after every change of dependencies: `node scripts/complete-lock-file.mjs`.
 */
import { readFileSync, writeFileSync } from "node:fs";

const LOCK = new URL("../package-lock.json", import.meta.url);
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

const lock = JSON.parse(readFileSync(LOCK, "utf8"));
const { packages } = lock;
let added = 0;
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (path === "" || place in packages || `${path}/${place}` in packages) continue;
    const platform = platformOf(name);
    if (platform === undefined || !/^\d/.test(version)) {
      throw new Error(`${path}: no platform can be read from the optional dependency ${name}@${version}.`);
    }
    packages[place] = { version, ...platform, ...(entry.dev ? { dev: true } : {}), license: "MIT", optional: true };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${added} platform packages added\n`);

function platformOf(name) {
  const words = name.split("/").at(-1).split(/[-_.]/);
  const system = SYSTEMS.find((one) => words.includes(one));
  const processor = PROCESSORS.find((one) => words.includes(one));
  if (processor === undefined || (system === undefined && processor !== "wasm32")) return undefined;
  const musl = words.some((word) => word.startsWith("musl"));
  const glibc = words.some((word) => word.startsWith("gnu"));
  return {
    cpu: [processor],
    ...(system === undefined ? {} : { os: [system] }),
    ...(system !== "linux" || (!musl && !glibc) ? {} : { libc: [musl ? "musl" : "glibc"] }),
  };
}
