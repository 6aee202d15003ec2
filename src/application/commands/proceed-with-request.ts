/**
 * Does what comes next for a request: opens, escalates or times out a stage, schedules or begins access, takes it away.
 * It reads the documents and decides from them alone, so it may be called at any time, twice, or late.
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { escalateStage, openStage, timeOutStage } from "../../domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { type GivingFacts, giveAccess, scheduleAccess } from "../../domain/assignment-request/give-access.js";
import { type NextStep, nextStep } from "../../domain/assignment-request/next-step.js";
import { takeAway } from "../../domain/assignment-request/take-away.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import { callOut, timeOutCallouts } from "../../domain/custom-extension/callout.js";
import type { Decision } from "../../domain/decision.js";
import type { Occasion } from "../../domain/occasion.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import { excludingNames, groupsThatCount } from "../access/excluding.js";
import { commitAccess, commitRequest, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import type { Call } from "../call.js";
import { refuseWhileClosing } from "../governance/closing.js";
import { loadExtensions } from "../governance/custom-extensions.js";
import { catalogPartition } from "../governance/find.js";
import type { WaitsFor } from "../orchestrations/names.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Steps and lost races in one call; one call does one or two steps, so reaching this means that something is wrong. */
const TURNS_MAX = 25;

/** `subjectId` is the target's: the partition in which the request is. */
export async function proceedWithRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string; readonly subjectId: string },
): Promise<WaitsFor> {
  const { requestId, subjectId } = input;
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const stored = await ports.documents.get<AssignmentRequest>("access", subjectId, requestId);
    if (stored === undefined) return "nothing";
    const occasion = occasionOf(ports, call);
    const step = nextStep(stored.document, occasion.now);
    if (step.kind === "none" || step.kind === "wait") return waitsFor(step);
    const decision = isAboutRequestAlone(step)
      ? await moveRequest(ports, stored, step, occasion)
      : await moveAccess(ports, stored.document, step, occasion);
    // Lost to somebody else: the documents are read again, and say what comes next.
    if (decision === "changed") continue;
    const next = nextStep(requestIn(decision, stored.document), occasion.now);
    if (next.kind === "none" || next.kind === "wait") return waitsFor(next);
  }
  throw new Error(`Request ${requestId} did not come to rest in ${TURNS_MAX} turns.`);
}

function waitsFor(step: Extract<NextStep, { kind: "none" | "wait" }>): WaitsFor {
  return step.kind === "none" ? "nothing" : step.for;
}

type AloneStep = Extract<
  NextStep,
  { kind: "openStage" | "escalate" | "timeOut" | "callOut" | "calloutTimeOut" }
>;
type AccessStep = Extract<NextStep, { kind: "schedule" | "give" | "takeAway" }>;

function isAboutRequestAlone(step: AloneStep | AccessStep): step is AloneStep {
  return step.kind !== "schedule" && step.kind !== "give" && step.kind !== "takeAway";
}

function requestIn(decision: Decision, before: AssignmentRequest): AssignmentRequest {
  const after = decision.documents.find((document) => document.id === before.id);
  return after?.kind === "assignmentRequest" ? after : before;
}

async function moveRequest(
  ports: Ports,
  stored: Stored<AssignmentRequest>,
  step: AloneStep,
  occasion: Occasion,
): Promise<Decision | "changed"> {
  const request = stored.document;
  const decide = async (): Promise<Decision> => {
    if (step.kind === "timeOut") return timeOutStage(request, step.index, occasion);
    if (step.kind === "calloutTimeOut") return timeOutCallouts(request, occasion);
    if (step.kind === "callOut") {
      const settings = request.customExtensionStageSettings ?? [];
      const extensions = await loadExtensions(ports, request.catalogId, settings);
      return callOut(request, step.stage, extensions, occasion);
    }
    const { approval } = request;
    const stage = approval?.stages[step.index];
    if (approval === null || stage === undefined)
      throw new Error(`Request ${request.id} has no stage ${step.index}.`);
    const resolved = await resolveApprovers(ports, stage.settings, request);
    const move = step.kind === "openStage" ? openStage : escalateStage;
    return move(request, approval, step.index, resolved, occasion);
  };
  const decision = await decide();
  return (await commitRequest(ports, stored, decision)) === "changed" ? "changed" : decision;
}

async function moveAccess(
  ports: Ports,
  { id, target }: AssignmentRequest,
  step: AccessStep,
  occasion: Occasion,
): Promise<Decision | "changed"> {
  const loaded = await loadAccess(ports, target.id, { requestId: id });
  const request = loaded?.access.requests.find((one) => one.id === id);
  // What was read a moment ago must still be what is to be done: the commit below is conditional on this second look.
  if (loaded === undefined || request === undefined) return "changed";
  if (nextStep(request, occasion.now).kind !== step.kind) return "changed";
  const decision = await decideAccess(ports, loaded.access, request, step, occasion);
  return (await commitAccess(ports, loaded, decision)) === "changed" ? "changed" : decision;
}

async function decideAccess(
  ports: Ports,
  access: SubjectAccess,
  request: AssignmentRequest,
  step: AccessStep,
  occasion: Occasion,
): Promise<Decision> {
  switch (step.kind) {
    case "schedule":
      return scheduleAccess(await givingFacts(ports, access, request), step.start, occasion);
    case "give":
      return giveAccess(await givingFacts(ports, access, request), occasion);
    case "takeAway":
      return takeAway(access, request, occasion);
  }
}

async function givingFacts(
  ports: Ports,
  access: SubjectAccess,
  request: AssignmentRequest,
): Promise<GivingFacts> {
  const { accessPackageId, assignmentPolicyId, target } = request;
  const { documents } = ports;
  const found = await documents.find<AccessPackage>("governance", "accessPackage", accessPackageId);
  const partition = found?.partition ?? catalogPartition(request.catalogId);
  // Whoever removes one of them closes it, looks for open requests such as this one, and removes it. No closing now: it has been removed, which
  // the second read sees, or its removal has yet to look, and finds this request. So the closings are read before what they are about.
  const closing =
    (await refuseWhileClosing(ports, partition, accessPackageId)) ??
    (await refuseWhileClosing(ports, partition, assignmentPolicyId));
  if (closing !== undefined) throw new Error(`Request ${request.id} waits: ${closing.message}`);
  const [stored, policy, catalog] = await Promise.all([
    documents.get<AccessPackage>("governance", partition, accessPackageId),
    documents.get("governance", partition, assignmentPolicyId),
    // Asked of nobody whom the directory has.
    access.subject.objectId === null
      ? documents.get<Catalog>("governance", partition, request.catalogId)
      : undefined,
  ]);
  const accessPackage = stored?.document;
  const groupIds = await groupsThatCount(ports, accessPackage, target.objectId);
  return {
    access,
    request,
    accessPackage,
    isPolicyThere: policy !== undefined,
    isClosedToTarget: catalog?.document.isExternallyVisible === false,
    groupIds,
    excludingNames: await excludingNames(ports, accessPackage, access, groupIds),
  };
}
