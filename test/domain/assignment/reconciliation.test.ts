import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withAssignment, withoutAssignment } from "../../../src/domain/assignment/ledger.js";
import { dueEntries, reconcile } from "../../../src/domain/assignment/reconciliation.js";
import type { RoleGrant } from "../../../src/domain/assignment/role-grant.js";
import type { SubjectAccess } from "../../../src/domain/subject/subject-access.js";
import { access, aGrant, anAssignment, occasion } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { aPackage, memberOf } from "../../builders/packages.js";

function packages(roles: Readonly<Record<string, readonly string[]>>) {
  return new Map(
    Object.entries(roles).map(([id, groups]) => [
      id,
      aPackage({ id, resourceRoleScopes: groups.map(memberOf) }),
    ]),
  );
}

function summary(entries: readonly RoleGrant[]): readonly string[] {
  return entries.map(
    ({ role, state, assignmentIds }) => `${role.resourceOriginId} ${state} ${assignmentIds.join("+")}`,
  );
}

function applied(before: SubjectAccess, changed: readonly RoleGrant[]): SubjectAccess {
  const grants = new Map(before.grants.map((entry) => [entry.id, entry]));
  for (const entry of changed) grants.set(entry.id, entry);
  return { ...before, grants: [...grants.values()] };
}

describe("reconciling a person's roles", () => {
  const has = anAssignment({ id: "a", accessPackageId: "sales" });
  const hasToo = anAssignment({ id: "b", accessPackageId: "tools" });

  it("gives what a standing assignment says and the ledger lacks", () => {
    const before = access({ assignments: [has] });
    expect(summary(reconcile(before, packages({ sales: ["crm", "wiki"] }), occasion()))).toEqual([
      "crm granting a",
      "wiki granting a",
    ]);
  });

  it("takes away what no standing assignment says any more, and remembers for whom it last stood", () => {
    const before = access({
      assignments: [{ ...has, state: "expired" }],
      grants: [aGrant("crm", { assignmentIds: ["a"] })],
    });
    expect(summary(reconcile(before, new Map(), occasion()))).toEqual(["crm revoking a"]);
  });

  it("keeps a role that another package still gives", () => {
    const before = access({
      assignments: [{ ...has, state: "expired" }, hasToo],
      grants: [aGrant("crm", { assignmentIds: ["a", "b"] })],
    });
    expect(summary(reconcile(before, packages({ tools: ["crm"] }), occasion()))).toEqual(["crm granted b"]);
  });

  it("lets a role that two packages give stand for both, and a role that a package names twice stand once", () => {
    const before = access({ assignments: [has, hasToo] });
    const roles = packages({ sales: ["crm", "crm"], tools: ["crm"] });
    expect(summary(reconcile(before, roles, occasion()))).toEqual(["crm granting a+b"]);
  });

  it("lets a role stand for the assignments of today, though as many as before", () => {
    const before = access({
      assignments: [has, hasToo],
      grants: [aGrant("crm", { assignmentIds: ["a", "old"] })],
    });
    const roles = packages({ sales: ["crm"], tools: ["crm"] });
    expect(summary(reconcile(before, roles, occasion()))).toEqual(["crm granted a+b"]);
  });

  it("leaves alone what is gone, and what is given to somebody whose account cannot be found", () => {
    const gone = aGrant("crm", { state: "revoked", assignmentIds: ["a"] });
    expect(reconcile(access({ grants: [gone] }), new Map(), occasion())).toEqual([]);
    const { subject } = access();
    const kept = { assignments: [has], grants: [aGrant("crm", { assignmentIds: ["a"] })] };
    const before = access({ subject: { ...subject, objectId: null }, ...kept });
    expect(reconcile(before, packages({ sales: ["crm"] }), occasion())).toEqual([]);
  });

  it("follows a package whose roles have changed", () => {
    const before = access({ assignments: [has], grants: [aGrant("crm", { assignmentIds: ["a"] })] });
    expect(summary(reconcile(before, packages({ sales: ["wiki"] }), occasion()))).toEqual([
      "wiki granting a",
      "crm revoking a",
    ]);
  });

  it("gives again what is on its way out, as a new decision with a new key", () => {
    const before = access({
      assignments: [has],
      grants: [aGrant("crm", { state: "revoking", generation: 2, assignmentIds: ["old"] })],
    });
    const [entry] = reconcile(before, packages({ sales: ["crm"] }), occasion());
    expect(entry).toMatchObject({ state: "granting", generation: 3, assignmentIds: ["a"], attempts: 0 });
  });

  it("keeps what a package gave of which nothing can be read", () => {
    const before = access({ assignments: [has], grants: [aGrant("crm", { assignmentIds: ["a"] })] });
    expect(reconcile(before, new Map(), occasion())).toEqual([]);
  });

  it("of a package of which nothing can be read gives nothing again that is on its way out, nor any value of a person", () => {
    const value = {
      ...aGrant("title", { assignmentIds: ["a"] }).role,
      originSystem: "UserAttribute",
    } as const;
    const before = access({
      assignments: [has],
      grants: [
        aGrant("crm", { state: "revoking", assignmentIds: ["a"] }),
        aGrant("title", { role: value, assignmentIds: ["a"] }),
        aGrant("wiki", { assignmentIds: ["other"] }),
      ],
    });
    expect(summary(reconcile(before, new Map(), occasion()))).toEqual([
      "title revoking a",
      "wiki revoking other",
    ]);
  });

  it("tells a role that one may activate from the same role that one has", () => {
    const { role } = memberOf("crm");
    const eligible = { ...memberOf("crm"), role: { ...role, type: "eligible" as const } };
    const both = new Map([
      ["sales", aPackage({ id: "sales", resourceRoleScopes: [memberOf("crm"), eligible] })],
    ]);
    const entries = reconcile(access({ assignments: [has] }), both, occasion());
    expect(entries.map((entry) => entry.role.roleType)).toEqual([undefined, "eligible"]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
  });
});

describe("laws of the ledger", () => {
  const groups = ["crm", "wiki", "mail"];
  const anyPackages = fc.dictionary(
    fc.constantFrom("p", "q", "r"),
    fc.uniqueArray(fc.constantFrom(...groups)),
  );
  const anyAccess = fc
    .record({
      standing: fc.uniqueArray(fc.constantFrom("p", "q", "r")),
      ended: fc.uniqueArray(fc.constantFrom("p", "q", "r")),
      grants: fc.uniqueArray(
        fc.tuple(
          fc.constantFrom(...groups),
          fc.constantFrom("granting" as const, "granted" as const, "revoking" as const, "revoked" as const),
          fc.uniqueArray(fc.constantFrom("p-standing", "q-standing", "r-ended"), { minLength: 1 }),
        ),
        { selector: ([group]) => group },
      ),
    })
    .map(({ standing, ended, grants }) =>
      access({
        assignments: [
          ...standing.map((id) => anAssignment({ id: `${id}-standing`, accessPackageId: id })),
          ...ended.map((id) => anAssignment({ id: `${id}-ended`, accessPackageId: id, state: "expired" })),
        ],
        grants: grants.map(([group, state, assignmentIds]) => aGrant(group, { state, assignmentIds })),
      }),
    );

  it("reconciling twice changes nothing the second time", () => {
    fc.assert(
      fc.property(anyAccess, anyPackages, (before, roles) => {
        const after = applied(before, reconcile(before, packages(roles), occasion()));
        expect(reconcile(after, packages(roles), occasion())).toEqual([]);
      }),
    );
  });

  it("a role is given if and only if a standing assignment's package has it", () => {
    fc.assert(
      fc.property(anyAccess, anyPackages, (before, roles) => {
        const known = packages(roles);
        fc.pre(before.assignments.every(({ accessPackageId }) => known.has(accessPackageId)));
        const after = applied(before, reconcile(before, known, occasion()));
        const given = after.grants.filter(({ state }) => state === "granting" || state === "granted");
        const wanted = before.assignments
          .filter(({ state }) => state !== "expired")
          .flatMap(({ accessPackageId }) => roles[accessPackageId] ?? []);
        expect(new Set(given.map(({ role }) => role.resourceOriginId))).toEqual(new Set(wanted));
      }),
    );
  });

  it("beginning and ending an assignment leaves every other assignment's roles in place", () => {
    fc.assert(
      fc.property(fc.subarray(groups), fc.subarray(groups), (first, second) => {
        const start = access({ grants: [] });
        const begin = (from: SubjectAccess, id: string, roles: readonly string[]) =>
          applied(from, withAssignment(from.grants, roles.map(memberOf), from.subject, id, occasion()));
        const both = begin(begin(start, "a", first), "b", second);
        const after = applied(both, withoutAssignment(both.grants, "a", occasion()));
        const given = after.grants.filter(({ state }) => state === "granting" || state === "granted");
        expect(given.map(({ role }) => role.resourceOriginId).toSorted()).toEqual([...second].toSorted());
        expect(given.every(({ assignmentIds }) => assignmentIds.length === 1)).toBe(true);
      }),
    );
  });
});

describe("what is done next", () => {
  it("is what is due, with what is taken away first", () => {
    const grants = [
      aGrant("give", { state: "granting", nextAttemptDateTime: NOW }),
      aGrant("take", { state: "revoking", nextAttemptDateTime: NOW }),
      aGrant("later", { state: "granting", nextAttemptDateTime: at("2026-12-01") }),
      aGrant("done"),
      aGrant("nobody", { state: "granting", subjectObjectId: null, nextAttemptDateTime: NOW }),
    ];
    expect(dueEntries([aGrant("now", { state: "granting" })], NOW)).toHaveLength(1);
    expect(dueEntries(grants, NOW).map(({ role }) => role.resourceOriginId)).toEqual(["take", "give"]);
  });
});
