/** A package or policy is deleted while the last request for it begins: whatever the order, nobody is left with access to what is gone. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemCall } from "../../src/application/access/occasion.js";
import { deleteAccessPackage } from "../../src/application/commands/delete-access-package.js";
import { deleteAssignmentPolicy } from "../../src/application/commands/delete-assignment-policy.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import {
  NO_SCHEDULE,
  submitAssignmentRequest,
} from "../../src/application/commands/submit-assignment-request.js";
import { packageNameId } from "../../src/application/governance/package-name.js";
import type { Ports } from "../../src/application/ports/ports.js";
import { standingAssignments } from "../../src/domain/subject/subject-access.js";
import { aCatalog, aPackage } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";
import { TakingTurns } from "../builders/taking-turns.js";
import { ADMIN, callOf, World } from "../builders/world.js";

/** Whose turn it is, call by call to the store. */
const orders = fc
  // 0: the one who has waited longest, so both in turns. 1: the same one goes on. Between the removal's look and its end lie few calls, and
  // many of the request's must fit in there for it to slip through: so runs, and at the end in turns, lest one waits for ever.
  .array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 6 })
  .map((runs) => [...runs.flatMap(([turn, length]) => Array<number>(length).fill(turn)), 0]);

let world: World;
let count = 0;
beforeAll(() => {
  world = World.open();
});
afterAll(() => world.close());

/** Asks, and lets the request go on until it rests: a step that has to wait is tried again, as the broker does. */
async function askAndBegin(ports: Ports, who: string, accessPackageId: string): Promise<void> {
  const asked = await submitAssignmentRequest(ports, callOf(who), {
    ...{ requestType: "userAdd", accessPackageId, justification: null, answers: [] },
    schedule: NO_SCHEDULE,
  });
  if (asked.kind === "refused") return;
  const address = { requestId: asked.value.id, subjectId: asked.value.target.id };
  for (let attempt = 0; attempt < 20; attempt++)
    try {
      await proceedWithRequest(ports, systemCall("test"), address);
      return;
    } catch (error) {
      if (!String(error).includes("is being removed")) throw error;
    }
  throw new Error("The request did not come to rest.");
}

it("leaves no assignment without its package or its policy", async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(orders, fc.boolean(), async (order, isPolicy) => {
      const who = `person${++count}`;
      const [catalogId, accessPackageId, policyId] = [`catalog${count}`, `package${count}`, `policy${count}`];
      await world.person(who);
      await world.put(
        `catalog/${catalogId}`,
        aCatalog({ id: catalogId }),
        aPackage({ id: accessPackageId, catalogId, resourceRoleScopes: [] }),
        aPolicy({ id: policyId, catalogId, accessPackageId }),
        {
          ...{ kind: "reservation", id: packageNameId(world.ports, catalogId, "Sales tools") },
        },
      );
      const turns = new TakingTurns(world.ports.documents);
      const ports = { ...world.ports, documents: turns.documents };
      const [deleted] = await turns.run(order, [
        () =>
          isPolicy
            ? deleteAssignmentPolicy(ports, ADMIN, { policyId })
            : deleteAccessPackage(ports, ADMIN, { accessPackageId }),
        () => askAndBegin(ports, who, accessPackageId),
      ]);
      const { documents, ids } = world.ports;
      const stored = await documents.partition<
        Parameters<typeof standingAssignments>[0]["assignments"][number]
      >("access", ids.derive("subject", who), "assignment");
      const standing = standingAssignments({ assignments: stored.map(({ document }) => document) });
      const gone = deleted.kind === "done";
      outcomes.add(`${isPolicy ? "policy" : "package"} ${gone ? "gone" : "kept"} ${standing.length}`);
      expect(gone && standing.length > 0).toBe(false);
    }),
    { numRuns: 100, seed: 7 },
  );
  // Both ends of the race were seen; otherwise it was none.
  expect([...outcomes].toSorted()).toEqual([
    "package gone 0",
    "package kept 1",
    "policy gone 0",
    "policy kept 1",
  ]);
});
