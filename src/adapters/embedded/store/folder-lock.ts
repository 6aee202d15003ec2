/**
 * One server to a data folder. The lock is an exclusive SQLite transaction held open on `lock.db`: the operating system drops it when
 * the process ends, however it ends, so there is no stale lock to clean up.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openConnection } from "./connection.js";
import { createPrivately } from "./create-privately.js";

export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
  readonly code = "folderInUse";
  readonly folder: string;
  /** Of the process that said so when it took the lock; a hint for the message only. */
  readonly pid: number | undefined;
  constructor(folder: string, pid: number | undefined) {
    const owner = pid === undefined ? "another process" : `another process (pid ${pid})`;
    super(
      `The data folder ${folder} is in use by ${owner}. Stop that server, or give this one another folder.`,
    );
    this.folder = folder;
    this.pid = pid;
  }
}

export type FolderLock = { release(): void };

/** Creates the folder (0700) when absent and takes it for this process. Throws FolderInUseError when another process has it. */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "lock.db");
  const pidPath = join(folder, "lock.pid");
  createPrivately(path);
  const connection = openConnection(path, 0);
  try {
    connection.execute("BEGIN EXCLUSIVE");
  } catch (error) {
    connection.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")) {
      throw new FolderInUseError(folder, readPid(pidPath));
    }
    throw error;
  }
  writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  return { release: () => connection.close() };
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
