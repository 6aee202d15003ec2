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
import type { Decision } from "../../domain/decision.js";
import type { Occasion } from "../../domain/occasion.js";
import { commitAccess, type LoadedAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import type { Call } from "../call.js";
import type { WaitsFor } from "../orchestrations/names.js";
import type { Ports } from "../ports/ports.js";

/** Steps and lost races in one call; one call does one or two steps, so reaching this means that something is wrong. */
const TURNS_MAX = 25;

type Doing = Exclude<NextStep, { kind: "wait" } | { kind: "none" }>;

export async function proceedWithRequest(
  ports: Ports,
  call: Call,
  input: {
    readonly requestId: string /** The target's subject id, where it is known: saves a look-up. */;
    readonly subjectId?: string;
  },
): Promise<WaitsFor> {
  const subjectId = input.subjectId ?? (await subjectOf(ports, input.requestId));
  if (subjectId === undefined) return "nothing";
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const loaded = await loadAccess(ports, subjectId);
    const request = loaded?.access.requests.find(({ id }) => id === input.requestId);
    if (loaded === undefined || request === undefined) return "nothing";
    const occasion = occasionOf(ports, call);
    const step = nextStep(request, occasion.now);
    if (step.kind === "none") return "nothing";
    if (step.kind === "wait") return step.for;
    await commitAccess(ports, loaded, await carryOut(ports, loaded, request, step, occasion));
    // Written or lost to somebody else: either way the documents say what comes next.
  }
  throw new Error(`Request ${input.requestId} did not come to rest in ${TURNS_MAX} turns.`);
}

async function subjectOf(ports: Ports, requestId: string): Promise<string | undefined> {
  const stored = await ports.documents.find<AssignmentRequest>("access", "assignmentRequest", requestId);
  return stored?.partition;
}

async function carryOut(
  ports: Ports,
  loaded: LoadedAccess,
  request: AssignmentRequest,
  step: Doing,
  occasion: Occasion,
): Promise<Decision> {
  switch (step.kind) {
    case "openStage":
    case "escalate": {
      const { approval } = request;
      const stage = approval?.stages[step.index];
      if (approval === null || stage === undefined)
        throw new Error(`Request ${request.id} has no stage ${step.index}.`);
      const resolved = await resolveApprovers(ports.directory, stage.settings, request);
      const move = step.kind === "openStage" ? openStage : escalateStage;
      return move(request, approval, step.index, resolved, occasion);
    }
    case "timeOut":
      return timeOutStage(request, step.index, occasion);
    case "schedule":
      return scheduleAccess(await givingFacts(ports, loaded, request), step.start, occasion);
    case "give":
      return giveAccess(await givingFacts(ports, loaded, request), occasion);
    case "takeAway":
      return takeAway(loaded.access, request, occasion);
  }
}

async function givingFacts(
  ports: Ports,
  loaded: LoadedAccess,
  request: AssignmentRequest,
): Promise<GivingFacts> {
  const stored = await ports.documents.find<AccessPackage>(
    "governance",
    "accessPackage",
    request.accessPackageId,
  );
  const accessPackage = stored?.document;
  const asksGroups = (accessPackage?.incompatibleGroupIds.length ?? 0) > 0;
  const groupIds =
    asksGroups && request.target.objectId !== null
      ? await ports.directory.transitiveMemberOf(request.target.objectId)
      : [];
  return { access: loaded.access, request, accessPackage, groupIds: new Set(groupIds) };
}
