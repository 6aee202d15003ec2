/** Documents that can be put back as they were: so that thousands of calls can be tried on one seeded world, none disturbing the next. */
import type { ContainerName, Documents, Operation, Stored } from "../../src/application/ports/documents.js";
import { forwarding } from "../builders/watched-documents.js";

export type Rewinding = {
  readonly wrap: (real: Documents) => Documents;
  /** From now on every document that is written is remembered as it was. */
  mark(): void;
  /** Back to the mark: contents as they were, though with newer versions. */
  rewind(): Promise<void>;
};

type Remembered = {
  readonly container: ContainerName;
  readonly partition: string;
  readonly id: string;
  readonly was: Stored | undefined;
};

/** What a partition takes in one batch. */
const BATCH_MAX = 100;

export function rewinding(): Rewinding {
  let real: Documents | undefined;
  let before: Map<string, Remembered> | undefined;
  return {
    wrap: (documents) => {
      real = documents;
      return {
        ...forwarding(documents),
        batch: async (container, partition, operations) => {
          if (before !== undefined)
            for (const operation of operations) {
              const id = "document" in operation ? operation.document.id : operation.id;
              const key = JSON.stringify([container, partition, id]);
              if (operation.op === "check" || before.has(key)) continue;
              before.set(key, {
                container,
                partition,
                id,
                was: await documents.get(container, partition, id),
              });
            }
          return documents.batch(container, partition, operations);
        },
      };
    },
    mark: () => {
      before = new Map();
    },
    rewind: async () => {
      const remembered = [...(before?.values() ?? [])];
      before = undefined;
      // At the same time, so that they share one visit to the disk.
      await Promise.all(byPartition(remembered).map((those) => putBack(real, those)));
      before = new Map();
    },
  };
}

async function putBack(real: Documents | undefined, [first, ...rest]: readonly Remembered[]): Promise<void> {
  if (first === undefined || real === undefined) return;
  const { container, partition } = first;
  const undone: Operation[] = [];
  for (const { id, was } of [first, ...rest]) {
    if (was !== undefined) undone.push({ op: "put", document: was.document });
    else if ((await real.get(container, partition, id)) !== undefined) undone.push({ op: "delete", id });
  }
  for (let at = 0; at < undone.length; at += BATCH_MAX)
    await real.batch(container, partition, undone.slice(at, at + BATCH_MAX));
}

function byPartition(all: readonly Remembered[]): readonly (readonly Remembered[])[] {
  const groups = new Map<string, Remembered[]>();
  for (const one of all) {
    const key = JSON.stringify([one.container, one.partition]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
