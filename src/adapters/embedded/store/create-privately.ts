/** Creates a file that only its owner may read, and leaves one that exists alone. */
import { closeSync, openSync } from "node:fs";

/**
 * SQLite then takes the file as it is, and gives its -wal and -shm files the same mode.
 * A file that exists is not even opened: closing any descriptor of it would drop the locks that this process holds on it (POSIX).
 */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
