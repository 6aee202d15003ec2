/** A data folder that goes with the test that made it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `gatehouse-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
