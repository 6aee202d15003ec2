import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { FolderInUseError, lockFolder } from "../../src/adapters/embedded/store/folder-lock.js";

const ROOT = resolve(import.meta.dirname, "../..");

/** What lockFolder does, in another process: holds an exclusive transaction on lock.db. */
const HOLDER = `
  const Database = require(${JSON.stringify(join(ROOT, "node_modules/libsql"))});
  require("node:fs").writeFileSync(process.argv[1] + "/lock.pid", process.pid + "\\n");
  const database = new Database(process.argv[1] + "/lock.db");
  database.exec("BEGIN EXCLUSIVE");
  console.log("locked");
  setInterval(() => {}, 1000);
`;

function aFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "gatehouse-lock-")), "data");
}

describe("a data folder", () => {
  test("is created for its owner alone", () => {
    const folder = aFolder();
    const lock = lockFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of ["lock.db", "lock.pid"]) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    lock.release();
  });

  test("takes one server: the second is told which folder and which process", () => {
    const folder = aFolder();
    const lock = lockFolder(folder);
    let refusal: unknown;
    try {
      lockFolder(folder);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(FolderInUseError);
    expect(refusal).toMatchObject({ code: "folderInUse", folder, pid: process.pid });
    expect(String(refusal)).toContain(`pid ${process.pid}`);
    lock.release();
    lockFolder(folder).release();
  });

  test("stays taken for other processes when this one tries to take it again", async () => {
    const folder = aFolder();
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    const other = spawn(process.execPath, ["-e", HOLDER, folder], { stdio: "ignore" });
    const [code] = await once(other, "exit");
    expect(code).not.toBe(0);
    lock.release();
  });

  test("is free again the moment its server is killed", async () => {
    const folder = aFolder();
    lockFolder(folder).release();
    const holder = spawn(process.execPath, ["-e", HOLDER, folder], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    expect(() => lockFolder(folder)).toThrow(`pid ${holder.pid}`);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    lockFolder(folder).release();
  });

  test("two folders do not know of each other", () => {
    const one = lockFolder(aFolder());
    expect(() => lockFolder(aFolder()).release()).not.toThrow();
    one.release();
  });
});
