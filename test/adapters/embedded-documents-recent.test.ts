import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import type { Document, Documents, Operation } from "../../src/application/ports/documents.js";
import { aSample, CONTRACT_INDEXES } from "../contracts/documents/sample.js";

const PARTITIONS = ["p", "q"];
/** The last two are stored under a sort key that differs from them. */
const IDS = ["a", "b", "\ue000", "😀"];
const KINDS = ["sample", "other"];

type Place = { readonly partition: string; readonly id: string };
type Step =
  | (Place & { readonly act: "put"; readonly kind: string; readonly name: string })
  | (Place & { readonly act: "delete" })
  /** A batch inside a write that is undone. */
  | (Place & { readonly act: "undo" })
  | { readonly act: "wait" }
  | { readonly act: "look" };

const place = { partition: fc.constantFrom(...PARTITIONS), id: fc.constantFrom(...IDS) };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        ...place,
        act: fc.constant("put"),
        kind: fc.constantFrom(...KINDS),
        name: fc.constantFrom("x", "y"),
      }),
    },
    { weight: 2, arbitrary: fc.record({ ...place, act: fc.constant("delete") }) },
    { weight: 1, arbitrary: fc.record({ ...place, act: fc.constant("undo") }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant("wait") }) },
    { weight: 4, arbitrary: fc.record({ act: fc.constant("look") }) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** Everything that can be read, by every way to read it. Each starts at once, so all see the same moment. */
function everything(documents: Documents): Promise<unknown> {
  const places = PARTITIONS.flatMap((partition) => IDS.map((id) => ({ partition, id })));
  return Promise.all([
    ...places.map(({ partition, id }) => documents.get("access", partition, id)),
    ...KINDS.flatMap((kind) => IDS.map((id) => documents.find("access", kind, id))),
    ...PARTITIONS.map((partition) => documents.partition("access", partition)),
    ...KINDS.map((kind) => documents.query({ container: "access", kind, top: 100 })),
  ]);
}

function carryOut(store: EmbeddedStore, documents: Documents, step: Step): Promise<unknown> | undefined {
  const write = ({ partition }: Place, operation: Operation) =>
    documents.batch("access", partition, [operation]);
  const documentOf = ({ id }: Place, kind: string, name: string): Document => ({
    ...aSample(id, { name }),
    kind,
  });
  if (step.act === "put") return write(step, { op: "put", document: documentOf(step, step.kind, step.name) });
  if (step.act === "delete") return write(step, { op: "delete", id: step.id });
  if (step.act !== "undo") return undefined;
  return store.write(() => {
    void write(step, { op: "put", document: documentOf(step, "sample", "undone") }).catch(() => {});
    throw new Error("undone");
  });
}

describe("documents that are remembered after a read", () => {
  test.each([
    ["with room for all", 1_000_000],
    ["with room for two", 150],
  ])(
    "are at every moment what is on disk, whatever is being written, undone or fails to be written: %s",
    async (_, recentCharacters) => {
      await fc.assert(
        fc.asyncProperty(steps, async (walk) => {
          const folder = mkdtempSync(join(tmpdir(), "gatehouse-recent-"));
          const store = openStore(join(folder, "store.db"));
          let isBroken = false;
          store.beforeCommit(() => {
            if (isBroken) throw new Error("The disk is gone.");
          });
          const documents = openDocuments(store, CONTRACT_INDEXES, { recentCharacters });
          const onDisk = openDocuments(store, CONTRACT_INDEXES, { recentCharacters: 0 });
          const same = async () => {
            const [remembered, read] = [everything(documents), everything(onDisk)];
            expect(await remembered).toEqual(await read);
          };
          try {
            const writes: Promise<unknown>[] = [];
            for (const step of walk) {
              // Looks from inside the turn of the commit, too.
              const written = carryOut(store, documents, step)?.then(same, same);
              if (written !== undefined) writes.push(written);
              if (step.act === "wait") await Promise.all(writes.splice(0));
              if (step.act === "look") await same();
            }
            await Promise.all(writes);
            await same();
            isBroken = true;
            const lost: Step = { act: "put", partition: "p", id: "a", kind: "sample", name: "lost" };
            await carryOut(store, documents, lost)?.then(() => expect.unreachable(), same);
          } finally {
            await store.close();
            rmSync(folder, { recursive: true });
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  test("cannot be changed by a reader, not even deep inside", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-recent-"));
    const store = openStore(join(folder, "store.db"));
    try {
      const documents = openDocuments(store, CONTRACT_INDEXES);
      const document = { ...aSample("a"), parts: [{ name: "first" }] };
      await documents.batch("access", "p", [{ op: "create", document }]);
      const read = await documents.get<typeof document>("access", "p", "a");
      expect(() => Object.assign(read?.document.parts[0] ?? {}, { name: "second" })).toThrow(TypeError);
      document.parts.push({ name: "mine" });
      const again = await documents.get<typeof document>("access", "p", "a");
      expect(again?.document.parts).toEqual([{ name: "first" }]);
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
});
