/** Can this person see, request or keep an access package, and why? For the person themselves, and whoever sees the catalog's assignments. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { approversNow } from "../../domain/approval/approvers.js";
import type { ApprovalStageSettings } from "../../domain/assignment-policy/assignment-policy.js";
import { isApprovalNeeded } from "../../domain/assignment-request/approval-needed.js";
import { chosenPolicy } from "../../domain/assignment-request/chosen-policy.js";
import type { Judged, SubmittedRequestType } from "../../domain/assignment-request/submission.js";
import type { Caller } from "../../domain/authorization/caller.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import {
  type ExpectedStage,
  type ExplainedRule,
  explainPackage,
  type PackageExplanation,
  unreachedRules,
} from "../../domain/explanation/explain-package.js";
import { named } from "../../domain/explanation/explanation-parts.js";
import { referenceTo, standingAssignmentOf } from "../../domain/subject/subject-access.js";
import { loadSubmission } from "../access/load-submission.js";
import { findPerson } from "../access/people.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { NO_SCHEDULE } from "../commands/submit-assignment-request.js";
import { findAccessPackage } from "../governance/find.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { Ports } from "../ports/ports.js";

export type ExplainPackageInput = {
  readonly accessPackageId: string;
  /** Object id of the person or application; left out: the caller. */
  readonly targetObjectId: string | undefined;
  readonly requestType: SubmittedRequestType;
  /** As a request would name it; undefined: whichever applies. */
  readonly assignmentPolicyId: string | undefined;
};

/** Where not even the facts for the rules are there (an update of what the person does not have): only what says so. */
export type UnreachedExplanation = {
  readonly requestType: string;
  readonly canRequest: { readonly answer: false; readonly code: string; readonly because: string };
  readonly rules: readonly ExplainedRule[];
};

export async function explainAccessPackage(
  ports: Ports,
  call: Call,
  input: ExplainPackageInput,
): Promise<Outcome<PackageExplanation | UnreachedExplanation>> {
  const { caller } = call;
  const found = await findAccessPackage(ports, input.accessPackageId);
  if (found.kind === "refused") return found;
  const accessPackage = found.value.document;
  const isForeign = caller.kind === "user" && caller.isForeign === true;
  // Of another tenant's token the object id stands for the caller alone, and for nobody in the directory.
  if (isForeign && input.targetObjectId === undefined)
    return explained(ports, call, { ...input, targetObjectId: caller.objectId }, false);
  const me = caller.kind === "user" && !isForeign ? caller.objectId : undefined;
  const objectId = input.targetObjectId ?? me;
  if (objectId === undefined)
    return refused("InvalidModel", "Say whom to explain it for: target={objectId}.", "target");
  const viewing = await authorize(ports, caller, "viewAssignments", accessPackage.catalogId);
  if (objectId !== me && viewing !== undefined) return viewing;
  const person = await findPerson(ports, objectId);
  if (person === undefined)
    return refused(
      "Request_ResourceNotFound",
      `The directory has no user or application with id ${objectId}.`,
      "target",
    );
  const asking: Call = input.requestType.startsWith("user")
    ? { ...call, caller: asIfTheyAsked(caller, objectId, person.target.displayName) }
    : call;
  return explained(ports, asking, { ...input, targetObjectId: objectId }, viewing === undefined);
}

async function explained(
  ports: Ports,
  call: Call,
  input: ExplainPackageInput & { readonly targetObjectId: string },
  isViewer: boolean,
): Promise<Outcome<PackageExplanation | UnreachedExplanation>> {
  const judged = await judgedFor(ports, call, input);
  return done(
    judged.kind === "refused"
      ? notReached(input.requestType, judged)
      : await explanationOf(ports, call, judged.value, isViewer),
  );
}

/** What the rules would be told if the person asked now, saying nothing but what they want. */
async function judgedFor(
  ports: Ports,
  call: Call,
  input: ExplainPackageInput & { readonly targetObjectId: string; readonly assignmentId?: string },
): Promise<Outcome<Judged>> {
  const { accessPackageId, targetObjectId, requestType, assignmentPolicyId, assignmentId } = input;
  const said = { requestType, justification: null, answers: [], schedule: NO_SCHEDULE };
  const loaded = await loadSubmission(ports, call, {
    ...{ ...said, accessPackageId, targetObjectId },
    ...(assignmentPolicyId === undefined ? {} : { assignmentPolicyId }),
    ...(assignmentId === undefined ? {} : { assignmentId }),
  });
  if (loaded.kind === "refused") return loaded;
  const asked = { ...said, id: "", assignmentPolicyId: assignmentPolicyId ?? null };
  return done({ facts: loaded.value.facts, asked, now: ports.clock.now() });
}

async function explanationOf(
  ports: Ports,
  call: Call,
  judged: Judged,
  isViewer: boolean,
): Promise<PackageExplanation> {
  const { facts } = judged;
  const settings = await loadTenantSettings(ports);
  const policy = chosenPolicy(judged);
  const needed = policy !== undefined && isApprovalNeeded(policy, judged);
  const areShownByDefault = settings.endUser.showApproverDetailsToMembers;
  const stages = needed
    ? await Promise.all(
        policy.requestApprovalSettings.stages.map((stage, index) =>
          expectedStage(ports, judged, stage, index, isViewer || isShown(stage, areShownByDefault)),
        ),
      )
    : [];
  const { arePackagesForSpecificPeopleListedToMembers } = settings;
  const extending = await extendingOf(ports, call, judged, facts.accessPackage);
  return explainPackage({ judged, extending, stages, arePackagesForSpecificPeopleListedToMembers });
}

function isShown(stage: ApprovalStageSettings, byDefault: boolean): boolean {
  const { approverInformationVisibility: visibility } = stage;
  return visibility === "visible" || (visibility === "default" && byDefault);
}

async function expectedStage(
  ports: Ports,
  { facts }: Judged,
  stage: ApprovalStageSettings,
  index: number,
  areApproversShown: boolean,
): Promise<ExpectedStage> {
  const people = { requestor: facts.requestor, target: referenceTo(facts.access.subject) };
  const resolved = await resolveApprovers(ports, stage, people);
  const excluded = [people.requestor.objectId, people.target.objectId].filter((id) => id !== null);
  const { primary, usedFallback, escalation } = approversNow(resolved, excluded, true);
  const users = await ports.directory.users([...primary, ...escalation]);
  const names = new Map([...users].map(([id, { displayName }]) => [id, displayName]));
  const shown = (ids: readonly string[]) => (areApproversShown ? ids.map((id) => named(id, names)) : []);
  return {
    stage: index + 1,
    durationBeforeAutomaticDenial: stage.durationBeforeAutomaticDenial,
    areApproversShown,
    approvers: shown(primary),
    usedFallback,
    isNobody: primary.length === 0 && (!stage.isEscalationEnabled || escalation.length === 0),
    escalation: stage.isEscalationEnabled
      ? { after: stage.durationBeforeEscalation, approvers: shown(escalation) }
      : null,
  };
}

async function extendingOf(
  ports: Ports,
  call: Call,
  { facts, asked }: Judged,
  { id: accessPackageId }: AccessPackage,
): Promise<Judged | undefined> {
  const standing = standingAssignmentOf(facts.access, accessPackageId);
  const targetObjectId = facts.target.objectId;
  if (standing === undefined || targetObjectId === null) return undefined;
  const requestType = asked.requestType.startsWith("admin") ? "adminUpdate" : "userUpdate";
  const judged = await judgedFor(ports, call, {
    ...{ accessPackageId, targetObjectId, requestType, assignmentId: standing.id },
    assignmentPolicyId: undefined,
  });
  return judged.kind === "refused" ? undefined : judged.value;
}

/** A person who asks for themselves, whoever wants to know. */
function asIfTheyAsked(caller: Call["caller"], objectId: string, displayName: string | null): Caller {
  if (caller.kind === "user" && caller.isForeign !== true && caller.objectId === objectId) return caller;
  const tenantId = caller.kind === "system" ? "" : caller.tenantId;
  return {
    ...{ kind: "user", objectId, tenantId, displayName, userPrincipalName: null, appId: null },
    ...{ scopes: [], directoryRoleIds: [] },
  };
}

function notReached(requestType: string, refusal: Refusal): UnreachedExplanation {
  const rules = unreachedRules(refusal);
  const canRequest = { answer: false, code: "everythingExists", because: refusal.message } as const;
  return { requestType, canRequest, rules };
}
