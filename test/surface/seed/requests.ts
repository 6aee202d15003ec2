/** Requests in every state that a call is about: pending, denied, failed, waiting for an extension; and what became of others. */
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { instantOf, msOf } from "../../../src/domain/time/instant.js";
import { OUT_OF_ORDER } from "../../builders/flaky-connector.js";
import { EM } from "../../hosts/surface-fixture.js";
import { reference } from "../example.js";
import type { Seeding } from "./seeding.js";

const DAY_MS = 86_400_000;
const APPROVALS = "/accessPackageAssignmentApprovals";

export async function seedRequests(seeding: Seeding): Promise<void> {
  const { world } = seeding;
  const ask = (who: string, packageName = "accessPackageId") =>
    seeding.make(
      "/assignmentRequests",
      { requestType: "userAdd", assignment: { accessPackageId: seeding.id(packageName) } },
      who,
    );
  const give = (who: string, packageName = "directPackageId", policyName = "directPolicyId") =>
    seeding.make("/assignmentRequests", {
      requestType: "adminAdd",
      assignment: {
        targetId: seeding.id(who),
        assignmentPolicyId: seeding.id(policyName),
        accessPackageId: seeding.id(packageName),
      },
    });
  const waitingRequestId = await ask("waitingId", "waitingPackageId");
  const deniedRequestId = await ask("deniedId");
  seeding.name({ waitingRequestId, deniedRequestId, requestId: await ask("askerId") });
  await give("formerId", "accessPackageId", "policyId");
  await give("outsiderId");
  await give("askerId");
  await give("askerId", "alsoPackageId", "alsoPolicyId");
  await world.settle();
  // Only now, when somebody has both.
  await seeding.send(
    "POST",
    `${EM}/accessPackages/${seeding.id("directPackageId")}/incompatibleAccessPackages/$ref`,
    reference("accessPackages", seeding.id("alsoPackageId")),
  );

  seeding.connector.trouble = async () => OUT_OF_ORDER;
  const failedRequestId = await give("failedId");
  // Long enough for delivery to give up, too short for the pending requests to time out.
  await world.advanceTo(instantOf(msOf(world.now()) + 2 * DAY_MS));
  seeding.connector.trouble = undefined;
  const former = await assignmentOf(seeding, "formerId", "accessPackageId");
  await seeding.make("/assignmentRequests", {
    requestType: "adminRemove",
    assignment: { id: former.assignmentId },
  });
  await seeding.send(
    "PATCH",
    `${EM}${APPROVALS}/${deniedRequestId}/stages/${await stageOf(seeding, deniedRequestId)}`,
    { reviewResult: "Deny", justification: "no" },
    "Approver",
  );
  const delegationId = await seeding.make(
    "/approvalDelegations",
    { delegateId: seeding.id("bossId"), reason: "holidays" },
    "Approver",
  );
  await world.settle();
  const waiting = await world.ports.documents.find<AssignmentRequest>(
    "access",
    "assignmentRequest",
    waitingRequestId,
  );
  const outsiders = await assignmentOf(seeding, "outsiderId", "directPackageId");
  seeding.name({
    ...{ failedRequestId, delegationId },
    ...(await assignmentOf(seeding, "askerId", "directPackageId")),
    stageId: await stageOf(seeding, seeding.id("requestId")),
    outsiderAssignmentId: outsiders.assignmentId,
    outsiderSubjectId: outsiders.subjectId,
    calloutId: waiting?.document.callouts?.[0]?.id ?? "",
  });
}

async function assignmentOf(seeding: Seeding, person: string, packageName: string) {
  const filter = `target/objectId eq '${seeding.id(person)}' and accessPackage/id eq '${seeding.id(packageName)}'`;
  const path = `/assignments?$filter=${filter}&$expand=target`;
  return {
    assignmentId: await seeding.read(path, "value/0/id"),
    subjectId: await seeding.read(path, "value/0/target/id"),
  };
}

function stageOf(seeding: Seeding, requestId: string): Promise<string> {
  return seeding.read(`${APPROVALS}/${requestId}/stages`, "value/0/id", "Approver");
}
