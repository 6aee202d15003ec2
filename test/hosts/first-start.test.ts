/** What a new data folder begins with. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openEmbeddedConnector } from "../../src/adapters/embedded/connector/connector.js";
import { openEmbeddedDirectory } from "../../src/adapters/embedded/directory/embedded-directory.js";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { openMailbox } from "../../src/adapters/embedded/mailbox/mailbox.js";
import { openStore } from "../../src/adapters/embedded/store/store.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { INDEXES } from "../../src/adapters/index-declaration.js";
import type { ContainerName, Documents } from "../../src/application/ports/documents.js";
import type { Ports } from "../../src/application/ports/ports.js";
import { fillNewFolder } from "../../src/hosts/embedded/first-start.js";
import { type FolderFacts, folderFacts } from "../../src/hosts/embedded/folder-facts.js";

type Folder = {
  readonly ports: Ports;
  readonly facts: FolderFacts;
  readonly fill: (admin?: string) => ReturnType<typeof fillNewFolder>;
  readonly close: () => Promise<void>;
};

/** `batch`: what happens to writes, for starts that are cut off. */
async function folder(
  sample: boolean,
  batch?: (write: () => ReturnType<Documents["batch"]>) => ReturnType<Documents["batch"]>,
): Promise<Folder> {
  const store = openStore(join(mkdtempSync(join(tmpdir(), "gatehouse-first-")), "gatehouse.db"));
  const real = openDocuments(store, INDEXES);
  const documents: Documents = {
    get: (...of) => real.get(...of),
    find: (...of) => real.find(...of),
    partition: (...of) => real.partition(...of),
    query: (query) => real.query(query),
    count: (query) => real.count(query),
    asOf: (instant) => real.asOf(instant),
    changes: (...of) => real.changes(...of),
    batch: (...of) => (batch === undefined ? real.batch(...of) : batch(() => real.batch(...of))),
  };
  const clock = simulatedClock(Date.parse("2026-11-22T19:00:00Z"));
  const ids = randomIds();
  const directory = openEmbeddedDirectory({ documents, clock, ids });
  const ports: Ports = {
    ...{ clock, ids, documents },
    directory: directory.directory,
    connector: openEmbeddedConnector(directory),
    orchestrator: { start: async () => {}, raise: async () => {} },
    eventBus: { publish: async () => {} },
    mailer: openMailbox({ documents, clock, ids }),
    portalUrl: "http://localhost:7071",
  };
  const facts = folderFacts(store);
  await facts.set("sample", sample ? "yes" : "no");
  return {
    ports,
    facts,
    fill: (admin) => fillNewFolder(ports, directory, facts, admin),
    close: () => store.close(),
  };
}

/** Every document with its content, by container; of an event, whose id is random, what it tells. */
async function contents({ documents }: Ports): Promise<readonly string[]> {
  const all: string[] = [];
  for (const container of Object.keys(INDEXES) as ContainerName[]) {
    const { items } = await documents.changes(container, undefined, 1000);
    for (const { partition, document } of items) {
      const told = "correlationId" in document ? String(document.correlationId) : JSON.stringify(document);
      all.push(`${container} ${partition} ${document.kind} ${told}`);
    }
  }
  return all.toSorted((a, b) => (a < b ? -1 : 1));
}

describe("a first start", () => {
  it("writes the sample once, also when it is done twice", async () => {
    const { ports, facts, fill, close } = await folder(true);
    await fill();
    const once = await contents(ports);
    expect(once.length).toBeGreaterThan(250);
    await facts.set("filled", undefined);
    await fill();
    expect(await contents(ports)).toEqual(once);
    await close();
  });

  it("that was cut off anywhere is completed by the next one", async () => {
    let writes = 0;
    const whole = await folder(true, (write) => {
      writes += 1;
      return write();
    });
    await whole.fill();
    const expected = await contents(whole.ports);
    await whole.close();
    for (const share of [0, 0.02, 0.3, 0.6, 0.8, 0.9, 0.97, 1]) {
      let left = Math.min(Math.floor(writes * share), writes - 1);
      let isCut = true;
      const { ports, fill, close } = await folder(true, (write) => {
        left -= 1;
        return isCut && left < 0 ? Promise.reject(new Error("The power went out.")) : write();
      });
      await expect(fill()).rejects.toThrow("The power went out.");
      isCut = false;
      await fill();
      expect(await contents(ports)).toEqual(expected);
      await close();
    }
  });

  it("gives the sample the same ids in every folder, so that they can be named in documents", async () => {
    const [one, another] = [await folder(true), await folder(true)];
    await one.fill();
    await another.fill();
    expect(await contents(one.ports)).toEqual(await contents(another.ports));
    await one.close();
    await another.close();
  });

  it("without the sample makes the administrator who was named, or asks for one until there is one", async () => {
    const named = await folder(false);
    expect(await named.fill("anna@example.org")).toMatchObject({
      kind: "password",
      userPrincipalName: "anna@example.org",
    });
    expect(await named.fill()).toBeUndefined();
    await named.close();
    const asking = await folder(false);
    const first = await asking.fill();
    const second = await asking.fill();
    expect([first?.kind, second?.kind]).toEqual(["claim", "claim"]);
    expect(second).not.toEqual(first);
    await asking.close();
  });
});
