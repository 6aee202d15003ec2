import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import type { Documents } from "../../src/application/ports/documents.js";
import { CONTRACT_INDEXES } from "../contracts/documents/sample.js";

const ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "gatehouse-crash-"));
const writer = join(ROOT, "dist/test/adapters/embedded-store-writer/main.js");

beforeAll(() => {
  // The writer must be a process of its own, and Node 20 runs no TypeScript. Errors in other files are not this test's business.
  try {
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { cwd: ROOT });
  } catch {}
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Kills the writer after it has acknowledged a number of writes; gives the acknowledged ids. */
function writeUntilKilled(path: string, first: number, acknowledged: number): Promise<string[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [writer, path, String(first), "16"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      if (output.split("\n").length > acknowledged) child.kill("SIGKILL");
    });
    child.on("error", failed);
    child.on("close", (_code, signal) => {
      if (signal === "SIGKILL") done(output.split("\n").slice(0, -1));
      else failed(new Error(`The writer ended by itself: ${output.slice(-200)}`));
    });
  });
}

async function storedIds(documents: Documents): Promise<Set<string>> {
  return new Set((await documents.partition("access", "p")).map((item) => item.document.id));
}

async function withDocuments<T>(path: string, look: (documents: Documents) => Promise<T>): Promise<T> {
  const store = openStore(path);
  try {
    return await look(openDocuments(store, CONTRACT_INDEXES));
  } finally {
    await store.close();
  }
}

describe("a process that is killed while it writes", () => {
  test("has lost nothing that it acknowledged, and no batch is half there", async () => {
    const path = join(folder, "killed.db");
    const acknowledged: string[] = [];
    for (let kill = 0; kill < 8; kill += 1) {
      acknowledged.push(...(await writeUntilKilled(path, kill * 1_000_000, 20 + 60 * kill)));
      await withDocuments(path, async (documents) => {
        const stored = await storedIds(documents);
        expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
        const ids = [...stored].filter((id) => !id.endsWith("-twin"));
        expect(stored.size).toBe(2 * ids.length);
        expect(ids.every((id) => stored.has(`${id}-twin`))).toBe(true);
        const last = acknowledged.at(-1) ?? "";
        const query = { container: "access", kind: "sample" } as const;
        expect(
          await documents.count({ ...query, filter: { op: "has", path: "tags[]", values: [last] } }),
        ).toBe(2);
        expect(await documents.count(query)).toBe(stored.size);
      });
    }
    expect(acknowledged.length).toBeGreaterThan(8 * 20);
  }, 60_000);
});

describe("a disk that is full", () => {
  test("ends the writer with a typed error; what was acknowledged is there, and with room again writing goes on", async () => {
    const path = join(folder, "full.db");
    // A limit on the size of files stands for the full disk: the write fails in the operating system, in the middle of a commit.
    const limited = spawnSync(
      "bash",
      ["-c", `trap '' XFSZ; ulimit -f 600; exec "$0" "$1" "$2" 0 16`, process.execPath, writer, path],
      {
        encoding: "utf8",
      },
    );
    expect(limited.status).toBe(3);
    const lines = limited.stdout.trim().split("\n");
    expect(lines.at(-1)).toBe("failed storeFailed");
    const acknowledged = lines.slice(0, -1);
    expect(acknowledged.length).toBeGreaterThan(0);
    await withDocuments(path, async (documents) => {
      const stored = await storedIds(documents);
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    });
    expect((await writeUntilKilled(path, 1_000_000, 50)).length).toBeGreaterThan(0);
  }, 60_000);
});
