/**
 * Calls as published scripts and samples make them, where an answer that looks right could do harm unseen: an end of access that is written
 * where Graph's schema has room for it, and names that only some versions know.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

const END = "2027-01-31T00:00:00.000Z";

describe("an end of access", () => {
  let surface: Surface;
  let assignment: Readonly<Record<string, string | undefined>>;
  beforeAll(async () => {
    surface = await openSurface();
    const { packageId, policyId } = await createGroupPackage(surface, "Sales");
    const targetId = surface.people["somebody"]?.objectId;
    assignment = { targetId, assignmentPolicyId: policyId, accessPackageId: packageId };
  });
  afterAll(() => surface.close());
  const ask = (body: object) =>
    surface.call("POST", `${EM}/assignmentRequests`, {
      as: "admin",
      body: { requestType: "adminAdd", isValidationOnly: true, ...body },
    });
  const until = { expiration: { type: "afterDateTime", endDateTime: END } };

  it("is kept when a script writes the schedule into the assignment", async () => {
    const asked = await ask({ assignment: { ...assignment, schedule: until } });
    expect([asked.status, at(asked.body, "schedule/expiration/endDateTime")]).toEqual([201, END]);
    const legacy = await ask({ accessPackageAssignment: { ...assignment, Schedule: until } });
    expect(at(legacy.body, "schedule/expiration/endDateTime")).toBe(END);
  });

  it("is the request's own when both are given", async () => {
    const earlier = { expiration: { endDateTime: "2026-12-31T00:00:00Z" } };
    const asked = await ask({ assignment: { ...assignment, schedule: until }, schedule: earlier });
    expect(at(asked.body, "schedule/expiration/endDateTime")).toBe("2026-12-31T00:00:00.000Z");
  });

  it("is refused where it would be overlooked, and the place for it is named", async () => {
    for (const property of ["endDateTime", "stopDateTime", "expirationDateTime"]) {
      const asked = await ask({ assignment, schedule: { startDateTime: null, [property]: END } });
      expect([asked.status, at(asked.body, "error/target")]).toEqual([400, `schedule/${property}`]);
      expect(String(at(asked.body, "error/message"))).toContain("schedule/expiration/endDateTime");
    }
    const empty = await ask({ assignment, schedule: { startDateTime: null, endDateTime: null } });
    expect(empty.status).toBe(201);
  });

  it("is refused beside a type that says something else", async () => {
    for (const [expiration, target] of [
      [{ type: "noExpiration", endDateTime: END }, "endDateTime"],
      [{ type: "notSpecified", duration: "P30D" }, "duration"],
      [{ type: "afterDuration", duration: "P30D", endDateTime: END }, "endDateTime"],
    ] as const) {
      const asked = await ask({ assignment, schedule: { expiration } });
      expect([asked.status, at(asked.body, "error/target")]).toEqual([400, `schedule/expiration/${target}`]);
      const policy = { displayName: "x", accessPackage: { id: assignment["accessPackageId"] }, expiration };
      const made = await surface.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body: policy });
      expect([made.status, at(made.body, "error/target")]).toEqual([400, `expiration/${target}`]);
    }
  });
});
