/**
 * A process to be killed: keeps writing documents from many callers, and prints each id once its write is acknowledged.
 * Arguments: the database file, the first number, and how many callers. Prints `failed CODE` and ends when the store fails.
 */
import { writeSync } from "node:fs";
import { openDocuments } from "../../../src/adapters/embedded/documents/embedded-documents.js";
import { openStore } from "../../../src/adapters/embedded/store/store.js";
import { CONTRACT_INDEXES } from "../../contracts/documents/sample.js";

const STDOUT = 1;

const [path = "", first = "0", callers = "1"] = process.argv.slice(2);
const store = openStore(path, {
  onFailure(error) {
    writeSync(STDOUT, `failed ${error.code}\n`);
    process.exit(3);
  },
});
const documents = openDocuments(store, CONTRACT_INDEXES);
let next = Number(first);
for (let caller = 0; caller < Number(callers); caller += 1) void writeForEver();

async function writeForEver(): Promise<void> {
  for (;;) {
    const id = `d${next}`;
    next += 1;
    // Two documents and an index each, so that half a batch would show.
    const pair = [id, `${id}-twin`].map((of) => ({
      id: of,
      kind: "sample",
      name: id,
      tags: [id],
      filler: "x".repeat(500),
    }));
    await documents.batch(
      "access",
      "p",
      pair.map((document) => ({ op: "create", document })),
    );
    // One write to a pipe below its buffer size is whole or not at all.
    writeSync(STDOUT, `${id}\n`);
  }
}
