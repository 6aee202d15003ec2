import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendAuditEntries } from "../../src/application/commands/append-audit-entries.js";
import { listAuditEntries } from "../../src/application/queries/list-audit-entries.js";
import { verifyAuditLedger } from "../../src/application/queries/verify-audit-ledger.js";
import { requestEvent } from "../../src/domain/assignment-request/request-events.js";
import type { AuditEntry } from "../../src/domain/audit-entry.js";
import { canonicalJson } from "../../src/domain/canonical-json.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import { aRequest, occasion } from "../builders/access.js";
import { ADMIN, callOf, must, World } from "../builders/world.js";

let world: World;
beforeEach(() => {
  world = World.open();
});
afterEach(() => world.close());

function events(count: number, from = 0): readonly EntitlementEvent[] {
  return Array.from({ length: count }, (_, i) =>
    requestEvent(occasion(), "assignmentRequestDenied", aRequest({ id: `request-${from + i}` })),
  );
}

async function entries(): Promise<readonly AuditEntry[]> {
  const page = must(await listAuditEntries(world.ports, ADMIN, { top: 999, count: false }));
  return page.items.map(({ document }) => document);
}

describe("the audit ledger", () => {
  it("numbers what happened without gaps and chains each entry to the one before", async () => {
    await appendAuditEntries(world.ports, events(3));
    await appendAuditEntries(world.ports, events(2, 3));
    const [newest, ...rest] = await entries();
    expect([newest, ...rest].map((entry) => entry?.sequence)).toEqual([5, 4, 3, 2, 1]);
    expect(newest?.previousHash).toBe(rest[0]?.hash);
    expect(await verifyAuditLedger(world.ports)).toEqual({ kind: "intact", entries: 5 });
  });

  it("says who did what to which objects, in the words of the Graph audit log", async () => {
    await appendAuditEntries(world.ports, events(1));
    expect(await entries()).toMatchObject([
      {
        category: "EntitlementManagement",
        activityDisplayName: "Deny access package assignment request",
        operationType: "Deny",
        result: "success",
        correlationId: "correlation",
        initiatedBy: { app: { displayName: "Entitlement Management" }, user: null },
        targetResources: [
          { type: "accessPackageAssignmentRequest", id: "request-0" },
          { type: "accessPackageSubject", id: "subject-target" },
          { type: "accessPackageAssignmentPolicy", id: "policy" },
          { type: "accessPackage", id: "package" },
          { type: "accessPackageCatalog", id: "catalog" },
        ],
      },
    ]);
  });

  it("records an event once, however often and in whatever company it comes", async () => {
    await appendAuditEntries(world.ports, [...events(2), ...events(2)]);
    await appendAuditEntries(world.ports, events(3));
    expect(await entries()).toHaveLength(3);
  });

  it("leaves out what is a hint and not for the auditor", async () => {
    await appendAuditEntries(world.ports, [requestEvent(occasion(), "reprocessRequested", aRequest())]);
    expect(await entries()).toEqual([]);
  });

  it("stays whole when many write at the same moment, and when very many come at once", async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => appendAuditEntries(world.ports, events(5, i * 5))),
    );
    await appendAuditEntries(world.ports, events(250, 1_000));
    expect(await verifyAuditLedger(world.ports)).toEqual({ kind: "intact", entries: 300 });
  });

  it("shows what was changed, removed and cut off", async () => {
    await appendAuditEntries(world.ports, events(4));
    const [last, third] = await entries();
    if (last === undefined || third === undefined) throw new Error("There are four entries.");
    const { documents } = world.ports;
    const changed: AuditEntry = { ...third, result: "failure" };
    await documents.batch("ledger", "tenant", [{ op: "put", document: changed }]);
    expect(await verifyAuditLedger(world.ports)).toMatchObject({ kind: "broken", sequence: 3 });
    await documents.batch("ledger", "tenant", [{ op: "delete", id: third.id }]);
    expect(await verifyAuditLedger(world.ports)).toMatchObject({ kind: "broken", sequence: 3 });
    await documents.batch("ledger", "tenant", [
      { op: "put", document: third },
      { op: "delete", id: last.id },
    ]);
    expect(await verifyAuditLedger(world.ports)).toMatchObject({ kind: "broken", sequence: 4 });
  });

  it("is not for everybody to read", async () => {
    await world.person("adele");
    const query = { top: 10, count: false };
    expect(await listAuditEntries(world.ports, callOf("adele"), query)).toMatchObject({ code: "Forbidden" });
  });
});

describe("what is hashed", () => {
  it("is the same text for the same value, whatever the order of its properties", () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: "é" })).toBe('{"a":"é","b":[1,{"d":null}]}');
    expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  });
});
