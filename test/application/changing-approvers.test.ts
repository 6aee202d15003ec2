import { afterEach, describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import { administerDirectory } from "../../src/application/commands/administer-directory.js";
import {
  addOrganizationSponsor,
  removeOrganizationSponsor,
} from "../../src/application/commands/change-organization-sponsors.js";
import { repair } from "../../src/application/commands/repair.js";
import type { DirectoryAdministration } from "../../src/application/ports/directory-administration.js";
import { listMyApprovals } from "../../src/application/queries/list-my-approvals.js";
import type { ApprovalStageSettings } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { ConnectedOrganization } from "../../src/domain/connected-organization/connected-organization.js";
import type { Outcome } from "../../src/domain/errors.js";
import type { Subject } from "../../src/domain/subject/subject.js";
import { at, lasting } from "../builders/instants.js";
import { aPackage, memberOf } from "../builders/packages.js";
import {
  aPolicy,
  approvedBy,
  aStage,
  group,
  managerOfRequestor,
  managerOfTarget,
  user,
} from "../builders/policies.js";
import { ADMIN, callOf, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const BOSS = callOf("boss");
const DIRECTORY_ADMIN: Call = { caller: { kind: "system" }, correlationId: "directory" };
let s: Scene;
afterEach(() => s.world.close());

const stagedBy = (...stages: readonly Partial<ApprovalStageSettings>[]) =>
  scene(aPolicy({ requestApprovalSettings: approvedBy(...stages.map(aStage)) }));

/** As an administrator of the directory does it, with everything that follows. */
async function inDirectory<T>(
  change: (directory: DirectoryAdministration) => Promise<Outcome<T>>,
): Promise<void> {
  must(await administerDirectory(s.world.ports, DIRECTORY_ADMIN, change));
  await s.world.settle();
}

async function waitingFor(call: Call): Promise<readonly string[]> {
  const page = must(await listMyApprovals(s.world.ports, call, "approver", { top: 10, count: false }));
  return page.items.map(({ document }) => document.id);
}

const changes = () => s.world.published.filter(({ type }) => type === "approversChanged");

describe("what waits for a decision", () => {
  // A new manager could not see what waited for the old one: the work stayed with somebody who was no longer responsible.
  it("is seen by the new manager, who is told, and no longer by the old one, when the requestor's manager changes", async () => {
    s = await stagedBy({ primaryApprovers: [managerOfRequestor()] });
    const { id } = await s.ask();
    await inDirectory(({ users }) => users.setManager("adele", "olga"));
    expect(await waitingFor(OLGA)).toEqual([id]);
    expect(await waitingFor(MIRIAM)).toEqual([]);
    expect(await s.subjects("olga@example.org")).toEqual([
      "Action required: Approve or deny request by 6 December 2026",
    ]);
    const request = await s.request(id);
    expect(await s.decide(MIRIAM, request)).toMatchObject({ code: "AccessDenied" });
    must(await s.decide(OLGA, request));
    await s.world.settle();
    expect(await s.request(id)).toMatchObject({ state: "delivered" });
  });

  it("is recorded for the auditor with who came and who left, and keeps its time-out", async () => {
    s = await stagedBy({ primaryApprovers: [managerOfTarget()] });
    const before = await s.ask();
    await inDirectory(({ users }) => users.setManager("adele", "olga"));
    expect(changes().map(({ detail }) => detail)).toMatchObject([
      { addedApproverIds: ["olga"], removedApproverIds: ["miriam"], approverIds: ["olga"] },
    ]);
    expect(await s.request(before.id)).toMatchObject({
      dueDateTime: before.dueDateTime,
      approval: { stages: [{ startedDateTime: at("2026-11-22T19:25:45Z") }] },
    });
  });

  it("follows the manager's manager too: when the manager between has another one, that one is asked", async () => {
    s = await stagedBy({
      primaryApprovers: [managerOfRequestor(2)],
      fallbackPrimaryApprovers: [user("admin")],
    });
    const { id } = await s.ask();
    expect(await waitingFor(BOSS)).toEqual([id]);
    await inDirectory(({ users }) => users.setManager("miriam", "olga"));
    expect(await waitingFor(OLGA)).toEqual([id]);
    await inDirectory(({ users }) => users.setManager("miriam", null));
    expect(await waitingFor(callOf("admin"))).toEqual([id]);
  });

  it("goes to the fallback approvers when the only approver's account is disabled, and back when it is enabled", async () => {
    s = await stagedBy({
      primaryApprovers: [managerOfRequestor()],
      fallbackPrimaryApprovers: [user("olga")],
    });
    const { id } = await s.ask();
    await inDirectory(({ users }) => users.update("miriam", { accountEnabled: false }));
    expect(await waitingFor(OLGA)).toEqual([id]);
    await inDirectory(({ users }) => users.update("miriam", { accountEnabled: true }));
    expect(await waitingFor(MIRIAM)).toEqual([id]);
    expect(await waitingFor(OLGA)).toEqual([]);
  });

  it("goes to the fallback approvers when the approver is deleted", async () => {
    s = await stagedBy({
      primaryApprovers: [managerOfRequestor()],
      fallbackPrimaryApprovers: [user("olga")],
    });
    const { id } = await s.ask();
    await inDirectory(({ users }) => users.delete("miriam"));
    expect(await waitingFor(OLGA)).toEqual([id]);
  });

  it("waits for its time-out, and the audit log says so, when the last approver leaves and there is no fallback", async () => {
    s = await stagedBy({ primaryApprovers: [user("olga")] });
    const { id } = await s.ask();
    await inDirectory(({ users }) => users.delete("olga"));
    expect(await s.request(id)).toMatchObject({ state: "pendingApproval", pendingApproverIds: [] });
    expect(changes()[0]?.detail).toMatchObject({ noApprovers: true });
    await s.world.advanceTo(at("2026-12-06T19:25:45Z"));
    expect(await s.request(id)).toMatchObject({ state: "denied", status: "Expired" });
  });

  it("follows the members of a group, through the groups in it, also when nobody was in it before", async () => {
    s = await stagedBy({ primaryApprovers: [group("approvers")] });
    await s.world.group("approvers");
    await s.world.group("nested");
    const { id } = await s.ask();
    await inDirectory(({ groups }) => groups.addMember("nested", "olga"));
    expect(await waitingFor(OLGA)).toEqual([]);
    await inDirectory(({ groups }) => groups.addMember("approvers", "nested"));
    expect(await waitingFor(OLGA)).toEqual([id]);
    await inDirectory(({ groups }) => groups.delete("nested"));
    expect(await waitingFor(OLGA)).toEqual([]);
  });

  it("follows a membership that an access package gives and takes away", async () => {
    s = await stagedBy({ primaryApprovers: [group("approvers")] });
    await s.world.group("approvers");
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "approving", displayName: "Approving", resourceRoleScopes: [memberOf("approvers")] }),
      aPolicy({ id: "free", accessPackageId: "approving" }),
    );
    const { id } = await s.ask();
    const given = await s.ask({ accessPackageId: "approving" }, OLGA);
    expect(await waitingFor(OLGA)).toEqual([id]);
    const assignmentId = (await s.request(given.id)).assignmentId ?? "";
    await s.ask({ requestType: "userRemove", assignmentId }, OLGA);
    expect(await waitingFor(OLGA)).toEqual([]);
  });

  it("follows the sponsors of the requestor's organization, and the members of a group that is a sponsor", async () => {
    s = await stagedBy({ primaryApprovers: [{ kind: "internalSponsors" }] });
    await s.world.group("sponsors");
    const contoso: ConnectedOrganization = {
      kind: "connectedOrganization",
      id: "contoso",
      displayName: "Contoso",
      description: null,
      state: "configured",
      identitySources: [],
      identityKeys: [],
      internalSponsorIds: ["sponsors"],
      externalSponsorIds: [],
      createdDateTime: s.world.now(),
      modifiedDateTime: s.world.now(),
    };
    await s.world.put("tenant", contoso);
    const { target, ...first } = await s.ask();
    must(await s.cancel(ADELE, { target, ...first }));
    const subject = await s.world.ports.documents.get<Subject>("access", target.id, target.id);
    if (subject === undefined) throw new Error("Whoever asks is kept as a subject.");
    const belongs: Subject = { ...subject.document, connectedOrganizationId: "contoso" };
    await s.world.put(target.id, belongs);
    const { id } = await s.ask();
    const sponsor = { organizationId: "contoso", kind: "internal", sponsorId: "olga" } as const;
    must(await addOrganizationSponsor(s.world.ports, ADMIN, sponsor));
    await s.world.settle();
    expect(await waitingFor(OLGA)).toEqual([id]);
    await inDirectory(({ groups }) => groups.addMember("sponsors", "miriam"));
    expect(await waitingFor(MIRIAM)).toEqual([id]);
    must(await removeOrganizationSponsor(s.world.ports, ADMIN, sponsor));
    await s.world.settle();
    expect(await waitingFor(OLGA)).toEqual([]);
  });

  it("is never asked of the requestor, though they come to be their own approver", async () => {
    s = await stagedBy({
      primaryApprovers: [group("approvers")],
      fallbackPrimaryApprovers: [user("olga")],
    });
    await s.world.group("approvers", "miriam");
    const { id } = await s.ask();
    await inDirectory(({ groups }) => groups.addMember("approvers", "adele"));
    await inDirectory(({ groups }) => groups.removeMember("approvers", "miriam"));
    expect(await waitingFor(ADELE)).toEqual([]);
    expect(await waitingFor(OLGA)).toEqual([id]);
  });

  it("keeps its alternates when it was forwarded to them", async () => {
    s = await stagedBy({
      primaryApprovers: [managerOfRequestor()],
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P3D"),
      escalationApprovers: [user("boss")],
    });
    const { id } = await s.ask();
    await s.world.advanceTo(at("2026-11-25T19:25:45Z"));
    await inDirectory(({ users }) => users.setManager("adele", "olga"));
    expect(await s.request(id)).toMatchObject({
      status: "PendingApprovalEscalated",
      pendingApproverIds: ["olga", "boss"],
    });
  });

  it("leaves alone what was decided: the record of an earlier stage does not change", async () => {
    s = await stagedBy({ primaryApprovers: [managerOfRequestor()] }, { primaryApprovers: [user("olga")] });
    const request = await s.ask();
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    const [first] = (await s.request(request.id)).approval?.stages ?? [];
    await inDirectory(({ users }) => users.setManager("adele", "boss"));
    await inDirectory(({ users }) => users.delete("miriam"));
    expect((await s.request(request.id)).approval?.stages[0]).toEqual(first);
    expect(changes()).toEqual([]);
  });

  it("tells nobody twice: a change that comes to the same people changes nothing", async () => {
    s = await stagedBy({ primaryApprovers: [managerOfRequestor()] });
    await s.ask();
    await inDirectory(({ users }) => users.setManager("adele", "miriam"));
    expect(changes()).toEqual([]);
    expect(await s.subjects("miriam@example.org")).toHaveLength(1);
  });

  it("is found within 16 hours by the repair timer when nobody was told of the change", async () => {
    s = await stagedBy({ primaryApprovers: [managerOfRequestor()] });
    const { id } = await s.ask();
    must(await s.world.directory.users.setManager("adele", "olga"));
    let found = 0;
    for (let hour = 0; hour < 16; hour++) {
      s.world.sleepTo(at(`2026-11-23T${String(hour).padStart(2, "0")}:30:00Z`));
      found += (await repair(s.world.ports)).approvals;
    }
    expect(found).toBe(1);
    expect(await waitingFor(OLGA)).toEqual([id]);
  });
});
