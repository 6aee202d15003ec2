/** Where the product itself is: the function app that the embedded host loads. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with host.json, whether this file runs from `src` or from `dist`. */
export function productFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "host.json"))) return folder;
    if (dirname(folder) === folder) throw new Error(`No host.json above ${import.meta.dirname}.`);
  }
}
