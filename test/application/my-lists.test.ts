import { afterEach, describe, expect, it } from "vitest";
import type { Document } from "../../src/application/ports/documents.js";
import { listAdditionalAccess } from "../../src/application/queries/list-additional-access.js";
import { listMyApprovals } from "../../src/application/queries/list-my-approvals.js";
import { listMyAssignmentRequests } from "../../src/application/queries/list-my-assignment-requests.js";
import { listMyAssignments } from "../../src/application/queries/list-my-assignments.js";
import type { ListPage, ListQuery } from "../../src/application/queries/list-query.js";
import { newApproval } from "../../src/domain/approval/stages.js";
import { access, anAssignment, aRequest, person } from "../builders/access.js";
import { aPackage } from "../builders/packages.js";
import { aPolicy, aStage } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

/** All pages, each of its size; with the count where it was asked for. */
async function pages<D extends Document>(
  top: number,
  read: (query: ListQuery) => Promise<ListPage<D>>,
): Promise<{ readonly ids: readonly (readonly string[])[]; readonly count: number | undefined }> {
  const ids: (readonly string[])[] = [];
  let count: number | undefined;
  let continuation: string | undefined;
  do {
    const page: ListPage<D> = await read({
      ...{ top, count: true },
      ...(continuation === undefined ? {} : { continuation }),
    });
    ids.push(page.items.map(({ document }) => document.id));
    ({ count, continuation } = page);
  } while (continuation !== undefined);
  return { ids, count };
}

describe("what belongs to people whom the caller manages (targetManager)", () => {
  it("are their requests and their access, and those of nobody else", async () => {
    s = await scene(aPolicy());
    await s.world.person("ben", { managerId: "miriam" });
    const mine = await s.ask({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN);
    const bens = await s.ask({ requestType: "adminAdd", targetObjectId: "ben" }, ADMIN);
    await s.ask({ requestType: "adminAdd", targetObjectId: "olga" }, ADMIN);
    const { ports } = s.world;
    const requests = must(
      await listMyAssignmentRequests(ports, MIRIAM, "targetManager", { top: 10, count: true }),
    );
    expect(requests.items.map(({ document }) => document.id).toSorted()).toEqual(
      [mine.id, bens.id].toSorted(),
    );
    const assignments = must(
      await listMyAssignments(ports, MIRIAM, "targetManager", { top: 10, count: true }),
    );
    expect(assignments.items.map(({ document }) => String(document.target.objectId)).toSorted()).toEqual([
      "adele",
      "ben",
    ]);
    expect(
      must(await listMyAssignments(ports, ADELE, "targetManager", { top: 10, count: true })),
    ).toMatchObject({
      items: [],
      count: 0,
    });
  });
});

describe("a list of one's approvals", () => {
  it("has full pages and its own count: requests without approval are left out before it is cut", async () => {
    s = await scene(aPolicy());
    const { ids } = s.world.ports;
    const subject = ids.derive("subject", "adele");
    const target = { ...person("adele"), id: subject };
    const all = Array.from({ length: 30 }, (_, i) =>
      aRequest({
        id: `request-${String(i).padStart(2, "0")}`,
        ...{ state: "denied", target, requestor: target },
        approval: i % 3 === 0 ? newApproval(String(i), [aStage()], (...parts) => parts.join("|")) : null,
      }),
    );
    await s.world.put(subject, ...all);
    const found = await pages(4, async (query) =>
      must(await listMyApprovals(s.world.ports, ADELE, "target", query)),
    );
    expect(found.ids.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(found.ids.flat()).toEqual(all.filter((_, i) => i % 3 === 0).map(({ id }) => id));
    expect(found.count).toBe(10);
  });
});

describe("additional access", () => {
  it("is every assignment of the one package whose holder also has the other, page by page, however many", async () => {
    s = await scene(aPolicy());
    await s.world.put("catalog/catalog", aPackage({ id: "audit", displayName: "Audit" }));
    const both: string[] = [];
    for (let i = 0; i < 40; i++) {
      const { subject } = access();
      const id = `subject-${String(i).padStart(2, "0")}`;
      const target = { ...person(`person-${i}`), id };
      const one = anAssignment({ id: `package-${id}`, target });
      const other = anAssignment({ id: `audit-${id}`, target, accessPackageId: "audit" });
      const ended = { ...other, state: "expired" as const };
      await s.world.put(id, { ...subject, id }, one, i % 4 === 0 ? other : ended);
      if (i % 4 === 0) both.push(one.id);
    }
    const found = await pages(3, async (query) =>
      must(
        await listAdditionalAccess(
          s.world.ports,
          ADMIN,
          { accessPackageId: "package", incompatibleAccessPackageId: "audit" },
          query,
        ),
      ),
    );
    expect(found.ids.flat()).toEqual(both);
    expect(found.ids.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
    expect(found.count).toBe(10);
  });
});
