import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpCaller } from "../outsider/http-caller.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import {
  addMember,
  createCatalog,
  createGroupResource,
  createPackage,
  createPolicy,
  EM,
  type RegisteredGroup,
} from "../outsider/packages.js";

/** Three ways in which access ends; each package of the test ends in one of them. */
const WAYS = ["given back", "removed by an administrator", "expired"] as const;
type Way = (typeof WAYS)[number];

const ORDERS: readonly (readonly Way[])[] = WAYS.flatMap((first) =>
  WAYS.filter((w) => w !== first).map((second) => [
    first,
    second,
    ...WAYS.filter((w) => w !== first && w !== second),
  ]),
);

describe("a membership that three packages give", () => {
  let outsider: Outsider;
  let people: readonly OutsidePerson[];
  let group: RegisteredGroup;
  let packages: Readonly<Record<Way, string>>;

  beforeAll(async () => {
    outsider = await startOutsider("reference-counting", { simulatedClock: "2026-03-02T09:00:00Z" });
    people = await outsider.people(ORDERS.length + 1);
    const catalogId = await createCatalog(outsider.admin, "Reference counting");
    group = await createGroupResource(outsider.admin, catalogId, "Counted");
    const make = async (way: Way) => {
      const id = await createPackage(outsider.admin, catalogId, `Access that is ${way}`, [group]);
      await createPolicy(outsider.admin, id, {
        stages: [],
        ...(way === "expired" ? { accessFor: "P30D" } : {}),
      });
      return id;
    };
    packages = {
      "given back": await make("given back"),
      "removed by an administrator": await make("removed by an administrator"),
      expired: await make("expired"),
    };
  });
  afterAll(() => outsider?.end());

  for (const [index, order] of ORDERS.entries())
    it(`stays until the last of them is gone: ${order.join(", then ")}`, async () => {
      const person = people[index];
      if (person === undefined) throw new Error("The directory has too few people.");
      for (const way of WAYS) await ask(outsider.admin, person, packages[way]);
      expect(await isMember(outsider.admin, group, person)).toBe(true);
      for (const [step, way] of order.entries()) {
        await end(outsider, person, packages[way], way);
        expect({ after: way, member: await isMember(outsider.admin, group, person) }).toEqual({
          after: way,
          member: step < order.length - 1,
        });
      }
    });

  it("goes with the last package even for somebody who was a member before", async () => {
    const person = people[ORDERS.length];
    if (person === undefined) throw new Error("The directory has too few people.");
    await addMember(outsider.admin, group.groupId, person.id);
    await ask(outsider.admin, person, packages["given back"]);
    await end(outsider, person, packages["given back"], "given back");
    expect(await isMember(outsider.admin, group, person)).toBe(false);
  });
});

async function ask(admin: HttpCaller, person: OutsidePerson, packageId: string): Promise<void> {
  const { id } = await person.caller.post<{ id: string }>(`${EM}/assignmentRequests`, {
    requestType: "userAdd",
    assignment: { accessPackageId: packageId },
  });
  await admin.post("/test/quiet", {});
  const { state } = await admin.get<{ state: string }>(`${EM}/assignmentRequests/${id}`);
  expect(state).toBe("delivered");
}

async function end(outsider: Outsider, person: OutsidePerson, packageId: string, way: Way): Promise<void> {
  const { admin } = outsider;
  if (way === "expired") {
    await admin.post("/test/clock", { advance: "P31D" });
    return;
  }
  const assignments = await admin.list<{ id: string; state: string }>(
    `${EM}/assignments?$filter=accessPackage/id eq '${packageId}' and target/objectId eq '${person.id}'`,
  );
  const standing = assignments.filter((a) => a.state === "delivered");
  expect(standing).toHaveLength(1);
  const [caller, requestType] =
    way === "given back" ? ([person.caller, "userRemove"] as const) : ([admin, "adminRemove"] as const);
  await caller.post(`${EM}/assignmentRequests`, { requestType, assignment: { id: standing[0]?.id } });
  await admin.post("/test/quiet", {});
}

async function isMember(
  admin: HttpCaller,
  { groupId }: RegisteredGroup,
  person: OutsidePerson,
): Promise<boolean> {
  const members = await admin.list<{ id: string }>(`/groups/${groupId}/members`);
  return members.some((m) => m.id === person.id);
}
