import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideApprovalStage } from "../../src/application/commands/decide-approval-stage.js";
import {
  NO_SCHEDULE,
  submitAssignmentRequest,
} from "../../src/application/commands/submit-assignment-request.js";
import { getAssignment } from "../../src/application/queries/get-assignment.js";
import { getAssignmentRequest } from "../../src/application/queries/get-assignment-request.js";
import { listMyAssignmentRequests } from "../../src/application/queries/list-my-assignment-requests.js";
import { verifyAuditLedger } from "../../src/application/queries/verify-audit-ledger.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { at, lasting } from "../builders/instants.js";
import { aCatalog, aPackage, memberOf } from "../builders/packages.js";
import { aPolicy, approvedBy, aStage, managerOfRequestor, user } from "../builders/policies.js";
import { ADMIN, callOf, must, World } from "../builders/world.js";

const ADELE = callOf("adele");
const MIRIAM = callOf("miriam");
const OLGA = callOf("olga");
const ASKING = {
  requestType: "userAdd",
  accessPackageId: "package",
  justification: "I sell things.",
  answers: [],
  schedule: NO_SCHEDULE,
} as const;

describe("a request with two stages, from asking to the end of access", () => {
  let world: World;

  beforeEach(async () => {
    world = World.open();
    await world.person("miriam");
    await world.person("olga");
    await world.person("adele", { managerId: "miriam" });
    await world.group("group");
    await world.put("catalog/catalog", aCatalog(), aPackage({ resourceRoleScopes: [memberOf("group")] }));
    await world.put(
      "catalog/catalog",
      aPolicy({
        expiration: { type: "afterDuration", duration: lasting("P90D") },
        requestApprovalSettings: approvedBy(
          aStage({ primaryApprovers: [managerOfRequestor()] }),
          aStage({ primaryApprovers: [user("olga")] }),
        ),
      }),
    );
  });

  afterEach(() => world.close());

  async function read(request: AssignmentRequest): Promise<AssignmentRequest> {
    return must(await getAssignmentRequest(world.ports, ADMIN, { requestId: request.id })).document;
  }

  async function approve(call: typeof ADELE, request: AssignmentRequest, stage: number): Promise<void> {
    must(
      await decideApprovalStage(world.ports, call, {
        requestId: request.id,
        stageId: request.approval?.stages[stage]?.id ?? "",
        decision: "Approve",
        justification: null,
      }),
    );
    await world.settle();
  }

  it("answers at once with a submitted request, and goes on by itself", async () => {
    const request = must(await submitAssignmentRequest(world.ports, ADELE, ASKING));
    expect(request).toMatchObject({ state: "submitted", status: "Accepted", completedDateTime: null });
    await world.settle();
    expect(await read(request)).toMatchObject({
      state: "pendingApproval",
      status: "PendingApproval",
      pendingApproverIds: ["miriam"],
    });
  });

  it("gives access after both stages have approved, proves it, tells everybody, and takes it away at its end", async () => {
    const request = must(await submitAssignmentRequest(world.ports, ADELE, ASKING));
    await world.settle();
    await approve(MIRIAM, request, 0);
    expect(await read(request)).toMatchObject({ state: "pendingApproval", pendingApproverIds: ["olga"] });
    const waiting = must(
      await listMyAssignmentRequests(world.ports, OLGA, "approver", { top: 10, count: true }),
    );
    expect(waiting).toMatchObject({ count: 1 });
    await approve(OLGA, request, 1);

    const delivered = await read(request);
    expect(delivered).toMatchObject({
      state: "delivered",
      status: "Delivered",
      completedDateTime: world.now(),
    });
    const assignment = must(
      await getAssignment(world.ports, ADELE, { assignmentId: delivered.assignmentId ?? "" }),
    ).document;
    expect(assignment).toMatchObject({
      state: "delivered",
      startDateTime: at("2026-11-22T19:25:45Z"),
      endDateTime: at("2027-02-20T19:25:45Z"),
    });
    expect(await world.isMember("group", "adele")).toBe(true);
    expect(world.orchestrations.running()).toEqual([]);

    await world.advanceTo(at("2027-02-20T19:25:44.999Z"));
    expect(await world.isMember("group", "adele")).toBe(true);
    await world.advanceTo(at("2027-02-20T19:25:45Z"));
    expect(await world.isMember("group", "adele")).toBe(false);
    const ended = must(await getAssignment(world.ports, ADELE, { assignmentId: assignment.id })).document;
    expect(ended).toMatchObject({ state: "expired", expiredDateTime: at("2027-02-20T19:25:45Z") });

    const mails = await world.mailbox.list({ top: 100 });
    expect(mails.mails.map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual([
      "adele@example.org: Access has ended for Sales tools",
      "adele@example.org: Extend access for Sales tools by 20 February 2027",
      "adele@example.org: Extend access for Sales tools by 20 February 2027",
      "adele@example.org: You now have access to Sales tools",
      "miriam@example.org: Action required: Approve or deny request by 6 December 2026",
      "miriam@example.org: Request approved for adele to Sales tools",
      "olga@example.org: Action required: Approve or deny request by 6 December 2026",
      "olga@example.org: Request approved for adele to Sales tools",
    ]);
    expect(await verifyAuditLedger(world.ports)).toMatchObject({ kind: "intact" });
  });
});
