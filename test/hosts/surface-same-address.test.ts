/** Two accounts with one mail address, and one person with two kinds of account: access goes to whom it was meant for, or to nobody. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { must } from "../builders/world.js";
import {
  ALL_EXTERNAL,
  type Outside,
  openOutside,
  outcome,
  PARTNER_TENANT,
  values,
} from "./external-people-fixture.js";
import { at, EM } from "./surface-fixture.js";

const ISSUER = `https://sts.windows.net/${PARTNER_TENANT}/`;
const DIRECT = { allowedTargetScope: "notSpecified", specificAllowedTargets: [] };
const EVERYBODY = { allowedTargetScope: "allDirectoryUsers", specificAllowedTargets: [] };

describe("a mail address", () => {
  let s: Outside;
  beforeEach(async () => {
    s = await openOutside();
  });
  afterEach(() => s.close());

  /** Two guests who end up with one address. */
  async function twins(email: string, issuer?: string): Promise<readonly [string, string]> {
    const [one, other] = [await s.guest(email, issuer), await s.guest(`second.${email}`, issuer)];
    must(await s.world.directory.users.update(other, { mail: email }));
    return [one, other];
  }

  it("that several users of the directory have is nobody's to be assigned by: the object id says who is meant", async () => {
    const policyId = await s.policy(DIRECT);
    const both = await twins("sam@example.net");
    const answer = await s.assignTo("Sam@example.net", policyId);
    expect([outcome(answer), at(answer.body, "error/target")]).toEqual([
      "InvalidModel",
      "assignment/target/email",
    ]);
    for (const one of both) expect(answer.text).not.toContain(one);
    expect(values(await s.get("/assignments"))).toEqual([]);
  });

  it("that comes to two guest accounts keeps what waits for the person from both, until one of them is gone", async () => {
    await s.policy(ALL_EXTERNAL);
    expect(outcome(await s.ask())).toBe(201);
    await s.world.settle();
    const [gone, kept] = await twins("pat@partner.example", ISSUER);
    await s.laterThatDay();
    for (const one of [gone, kept]) expect(await s.world.isMember(s.groupId, one)).toBe(false);
    expect(outcome(await s.ask())).toBe("Forbidden");
    must(await s.world.directory.users.delete(gone));
    await s.laterThatDay();
    expect(await s.world.isMember(s.groupId, kept)).toBe(true);
  });

  it("of a guest who becomes a member leads to the same person: what they have still excludes what it excluded", async () => {
    await s.policy(ALL_EXTERNAL);
    expect(outcome(await s.ask())).toBe(201);
    const id = await s.guest("pat@partner.example", ISSUER);
    await s.laterThatDay();
    expect(await s.world.isMember(s.groupId, id)).toBe(true);
    const second = await s.aPackageIn({ isExternallyVisible: true });
    await s.policy(EVERYBODY, {}, second.packageId);
    const reference = { "@odata.id": `http://localhost${EM}/accessPackages/${s.packageId}` };
    await s.post(`/accessPackages/${second.packageId}/incompatibleAccessPackages/$ref`, reference);
    must(await s.world.directory.users.update(id, { userType: "Member" }));
    const pat = s.people["pat"];
    if (pat === undefined) throw new Error("Pat is missing.");
    const { isForeign: _, ...home } = pat;
    s.people["pat at home"] = { ...home, objectId: id, tenantId: "tenant" };
    expect(outcome(await s.ask("pat at home", second.packageId))).toBe("IncompatibleAccess");
    expect(values(await s.mine("pat at home"))).toHaveLength(1);
  });
});
