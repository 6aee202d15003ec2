import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import { addResourceRoleScope } from "../../src/application/commands/add-resource-role-scope.js";
import { createAccessPackage } from "../../src/application/commands/create-access-package.js";
import { createAssignmentPolicy } from "../../src/application/commands/create-assignment-policy.js";
import { createCatalog } from "../../src/application/commands/create-catalog.js";
import { createCustomExtension } from "../../src/application/commands/create-custom-extension.js";
import { deleteAccessPackage } from "../../src/application/commands/delete-access-package.js";
import { deleteCatalog } from "../../src/application/commands/delete-catalog.js";
import { deleteCustomExtension } from "../../src/application/commands/delete-custom-extension.js";
import { submitResourceRequest } from "../../src/application/commands/submit-resource-request.js";
import { updateCatalog } from "../../src/application/commands/update-catalog.js";
import { catalogPartition } from "../../src/application/governance/find.js";
import type { Ports } from "../../src/application/ports/ports.js";
import { instantOf, msOf } from "../../src/domain/time/instant.js";
import { anExtension } from "../builders/extensions.js";
import { aPolicy } from "../builders/policies.js";
import { TakingTurns } from "../builders/taking-turns.js";
import { ADMIN, must, World } from "../builders/world.js";

/** Global: adding a group needs the right on the group too. */
const CALL: Call = { ...ADMIN, caller: { kind: "system" } };
const RUNS = { numRuns: 120 };
/** Whose turn it is, call by call. */
const orders = fc.array(fc.nat(2), { minLength: 8, maxLength: 16 });
/** For commands that read much before they write. */
const longOrders = fc.array(fc.nat(2), { minLength: 20, maxLength: 40 });

describe("two who change the same thing at the same moment", () => {
  let world: World;
  let count = 0;
  beforeAll(async () => {
    world = World.open();
    await world.group("group");
  });
  afterAll(() => world.close());

  /** Runs both in the order that the choices say, call by call to the store. */
  const meeting = async <T extends readonly unknown[]>(
    choices: readonly number[],
    commands: (ports: Ports) => { readonly [K in keyof T]: () => Promise<T[K]> },
  ): Promise<T> => {
    const turns = new TakingTurns(world.ports.documents);
    return turns.run<T>(choices, commands({ ...world.ports, documents: turns.documents }));
  };
  const kindsIn = async (catalogId: string) =>
    (await world.ports.documents.partition("governance", catalogPartition(catalogId))).map(
      ({ document }) => document.kind,
    );
  const newCatalog = async () =>
    must(await createCatalog(world.ports, CALL, named(`Catalog ${++count}`))).document.id;
  const newPackage = async (catalogId: string) =>
    must(
      await createAccessPackage(world.ports, CALL, {
        displayName: "Package",
        description: null,
        isHidden: false,
        catalogId,
      }),
    ).document.id;

  it("never leave a package in a catalog that is gone", async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const catalogId = await newCatalog();
        const [deleted, created] = await meeting(order, (ports) => [
          () => deleteCatalog(ports, CALL, { catalogId }),
          () =>
            createAccessPackage(ports, CALL, {
              displayName: "Package",
              description: null,
              isHidden: false,
              catalogId,
            }),
        ]);
        outcomes.add(`${deleted.kind} ${created.kind}`);
        const kinds = await kindsIn(catalogId);
        expect(kinds.includes("catalog")).toBe(deleted.kind === "refused");
        expect(kinds.includes("accessPackage")).toBe(created.kind === "done");
        expect([deleted.kind, created.kind]).not.toEqual(["done", "done"]);
        expect(kinds).not.toContain("closing");
      }),
      RUNS,
    );
    // Both orders were tried.
    expect(outcomes).toContain("done refused");
    expect(outcomes).toContain("refused done");
  });

  it("never leave a package with a role of a resource that is gone", async () => {
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const catalogId = await newCatalog();
        const resource = { originId: "group", originSystem: "AadGroup" } as const;
        must(
          await submitResourceRequest(world.ports, CALL, { requestType: "adminAdd", catalogId, resource }),
        );
        const accessPackageId = await newPackage(catalogId);
        const [removed, added] = await meeting(order, (ports) => [
          () => submitResourceRequest(ports, CALL, { requestType: "adminRemove", catalogId, resource }),
          () =>
            addResourceRoleScope(ports, CALL, {
              accessPackageId,
              resource,
              role: { originId: "Member_group" },
              scope: {},
            }),
        ]);
        expect([removed.kind, added.kind]).not.toEqual(["done", "done"]);
        expect((await kindsIn(catalogId)).includes("resource")).toBe(removed.kind === "refused");
      }),
      RUNS,
    );
  });

  it("never leave a policy that calls an extension that is gone", async () => {
    const second = Array.from({ length: 40 }, () => 1);
    const {
      kind: _,
      id: __,
      catalogId: ___,
      accessPackageId: ____,
      createdDateTime: _____,
      modifiedDateTime: ______,
      ...plain
    } = aPolicy();
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(longOrders, async (order) => {
        const catalogId = await newCatalog();
        const accessPackageId = await newPackage(catalogId);
        const extension = must(
          await createCustomExtension(world.ports, CALL, { catalogId, settings: anExtension() }),
        ).document;
        const settings = {
          ...plain,
          customExtensionStageSettings: [
            { stage: "assignmentRequestCreated", customExtensionId: extension.id },
          ] as const,
        };
        const [deleted, created] = await meeting(order, (ports) => [
          () => deleteCustomExtension(ports, CALL, { catalogId, extensionId: extension.id }),
          () => createAssignmentPolicy(ports, CALL, { accessPackageId, settings }),
        ]);
        outcomes.add(`${deleted.kind} ${created.kind}`);
        const kinds = await kindsIn(catalogId);
        expect(kinds.includes("customExtension")).toBe(deleted.kind === "refused");
        expect(kinds.includes("assignmentPolicy")).toBe(created.kind === "done");
        expect([deleted.kind, created.kind]).not.toEqual(["done", "done"]);
      }),
      // One of them first, whichever comes second to its first call; then the other; then as it comes.
      { numRuns: 40, examples: [[second], [[0, ...second]]] },
    );
    expect(outcomes).toContain("done refused");
    expect(outcomes).toContain("refused done");
  });

  it("never leave a policy of a package that is gone", async () => {
    const {
      kind: _,
      id: __,
      catalogId: ___,
      accessPackageId: ____,
      createdDateTime: _____,
      modifiedDateTime: ______,
      ...settings
    } = aPolicy();
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const catalogId = await newCatalog();
        const accessPackageId = await newPackage(catalogId);
        await meeting(order, (ports) => [
          () => deleteAccessPackage(ports, CALL, { accessPackageId }),
          () => createAssignmentPolicy(ports, CALL, { accessPackageId, settings }),
        ]);
        const kinds = await kindsIn(catalogId);
        expect(kinds.includes("assignmentPolicy") && !kinds.includes("accessPackage")).toBe(false);
      }),
      RUNS,
    );
  });

  it("never both get one name", async () => {
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const name = `Wanted ${++count}`;
        const create = (ports: Ports) => () => createCatalog(ports, CALL, named(name));
        const outcomes = await meeting(order, (ports) => [create(ports), create(ports), create(ports)]);
        expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it("both have their change when they change different properties", async () => {
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const catalogId = await newCatalog();
        const outcomes = await meeting(order, (ports) => [
          () => updateCatalog(ports, CALL, { catalogId, changes: { description: "Changed" } }),
          () => updateCatalog(ports, CALL, { catalogId, changes: { state: "unpublished" } }),
        ]);
        expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done"]);
        const stored = await world.ports.documents.get("governance", catalogPartition(catalogId), catalogId);
        expect(stored?.document).toMatchObject({ description: "Changed", state: "unpublished" });
      }),
      RUNS,
    );
  });
});

describe("what a crash leaves behind", () => {
  let world: World;
  beforeAll(() => {
    world = World.open();
  });
  afterAll(() => world.close());

  const later = (ms: number) => world.sleepTo(instantOf(msOf(world.now()) + ms));

  it("a name that was reserved for a catalog that never came to be is free after a minute, not before", async () => {
    const { ids } = world.ports;
    const reservation = {
      kind: "reservation",
      id: ids.derive("catalogName", "orphan"),
      ownerId: ids.next(),
      createdDateTime: world.now(),
    };
    await world.put("tenant", reservation);
    expect(await createCatalog(world.ports, CALL, named("Orphan"))).toMatchObject({
      code: "DuplicateCatalog",
    });
    later(61_000);
    expect(await createCatalog(world.ports, CALL, named("Orphan"))).toMatchObject({ kind: "done" });
  });

  it("the old name of a catalog that was renamed is free after a minute too", async () => {
    const { id } = must(await createCatalog(world.ports, CALL, named("Before"))).document;
    must(await updateCatalog(world.ports, CALL, { catalogId: id, changes: { displayName: "After" } }));
    const reservation = {
      kind: "reservation",
      id: world.ports.ids.derive("catalogName", "before"),
      ownerId: id,
      createdDateTime: world.now(),
    };
    await world.put("tenant", reservation);
    later(61_000);
    expect(await createCatalog(world.ports, CALL, named("Before"))).toMatchObject({ kind: "done" });
  });

  it("a catalog that was closed to be removed, and was not, opens again after a minute", async () => {
    const { id: catalogId } = must(await createCatalog(world.ports, CALL, named("Half removed"))).document;
    const closing = {
      kind: "closing",
      id: `closing.${catalogId}`,
      objectId: catalogId,
      createdDateTime: world.now(),
    };
    await world.put(catalogPartition(catalogId), closing);
    const add = () =>
      createAccessPackage(world.ports, CALL, {
        displayName: "Package",
        description: null,
        isHidden: false,
        catalogId,
      });
    expect(await add()).toMatchObject({ code: "Conflict" });
    later(61_000);
    // Whoever meets it opens it, and the next one gets in.
    await add();
    expect(await add()).toMatchObject({ kind: "done" });
  });
});

function named(displayName: string) {
  return { displayName, description: null, state: "published", isExternallyVisible: false } as const;
}
