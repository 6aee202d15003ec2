/** The rules about who asks, and about what the person has or has asked for already (spec/domain.md 6.2, rules 3, 4 and 7 to 9). */
import { movesEndLater } from "../assignment/expiry.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { takesRequestsOnBehalf } from "../assignment-policy/policy-choice.js";
import { type Refusal, refused } from "../errors.js";
import { standingAssignmentOf } from "../subject/subject-access.js";
import { mayActFor } from "./policy-standing.js";
import { changedAssignment, isByAdministrator, isOwn, renewed } from "./request-kinds.js";
import { describeExclusion, exclusionOf } from "./separation-of-duties.js";
import { type Judged, nameOfPackage, nameOfTarget } from "./submission.js";
import { isOpen, isRemoval, isUpdate } from "./transitions.js";

/** The user types are for one's own access, and for that of people for whom the policy lets one act. */
export function checkCaller(judged: Judged): Refusal | undefined {
  const { facts, asked } = judged;
  const { requestType } = asked;
  if (isByAdministrator(requestType)) return facts.callerRefusal;
  const own = isOwn(judged);
  if (requestType === "onBehalfAdd") return own ? askForYourself() : checkOnBehalf(judged);
  const policy = facts.policies.find(({ id }) => id === facts.assignment?.assignmentPolicyId);
  if (own || (policy !== undefined && mayActFor(judged, policy))) return undefined;
  return refused(
    "Forbidden",
    requestType === "userAdd"
      ? "userAdd is for your own access; for another person use onBehalfAdd as their manager, or adminAdd with a role that may assign directly."
      : `${requestType} is for your own access, and for people for whom their policy lets you ask; for others use ${requestType.replace("user", "admin")} with a role that may assign directly.`,
    "assignment/targetId",
  );
}

function askForYourself(): Refusal {
  return refused(
    "BadRequest",
    "onBehalfAdd asks for somebody else; to ask for yourself use userAdd.",
    "requestType",
  );
}

/** Before anything is said about the person: what they are called, and for which policies they are in the right groups. */
function checkOnBehalf(judged: Judged): Refusal | undefined {
  return judged.facts.policies.some((policy) => takesRequestsOnBehalf(policy) && mayActFor(judged, policy))
    ? undefined
    : refused(
        "PolicyNotApplicable",
        `No policy of ${nameOfPackage(judged.facts)} lets you request on behalf of this person.`,
      );
}

/** Unpublished hides and blocks requests; what administrators do directly stays possible, and so does giving up access. */
export function checkCatalog({ facts: { catalog } }: Judged): Refusal | undefined {
  return catalog.state === "published"
    ? undefined
    : refused(
        "PolicyNotApplicable",
        `Catalog "${catalog.displayName}" (${catalog.id}) is not published, so its access packages cannot be requested; an owner of the catalog can publish it.`,
      );
}

/** People whom the directory does not have get packages only where the catalog is open to the outside, whoever asks (spec/domain.md 2). */
export function checkVisibleOutside({ facts }: Judged): Refusal | undefined {
  const { catalog, target } = facts;
  return catalog.isExternallyVisible || target.kind !== "externalUser"
    ? undefined
    : refused(
        "PolicyNotApplicable",
        `Catalog "${catalog.displayName}" (${catalog.id}) is not visible to people of other organizations, such as ${nameOfTarget(facts)}; an owner of the catalog can open it to them (isExternallyVisible).`,
      );
}

export function checkNothingOpen({ facts }: Judged): Refusal | undefined {
  const open = facts.access.requests.find(
    (request) =>
      request.accessPackageId === facts.accessPackage.id &&
      isOpen(request.state) &&
      !isRemoval(request.requestType),
  );
  return open === undefined
    ? undefined
    : refused(
        "ExistingOpenRequest",
        `There is already an open request for ${nameOfPackage(facts)} and ${nameOfTarget(facts)}: request ${open.id} (${open.state}). Wait for it, or cancel it first.`,
      );
}

export function checkRemovalNotUnderWay({ facts }: Judged): Refusal | undefined {
  const other = facts.access.requests.find(
    (request) =>
      isRemoval(request.requestType) &&
      isOpen(request.state) &&
      request.assignmentId === facts.assignment?.id,
  );
  return other === undefined
    ? undefined
    : refused(
        "ExistingOpenRequest",
        `The removal is under way already: request ${other.id} (${other.state}).`,
      );
}

export function checkNotAssigned(policy: AssignmentPolicy, judged: Judged): Refusal | undefined {
  const { facts } = judged;
  const standing = standingAssignmentOf(facts.access, facts.accessPackage.id);
  if (standing === undefined || renewed(judged, policy) !== undefined) return undefined;
  return refused(
    "ExistingAssignment",
    `${nameOfTarget(facts)} already has ${nameOfPackage(facts)}: assignment ${standing.id}, ${standing.endDateTime === null ? "without end" : `until ${standing.endDateTime}`}. To change it, ask for an update.`,
  );
}

/**
 * Not retroactive: whoever has both keeps both, may change their answers, and an administrator may shorten the access. But access that
 * is excluded can neither be asked for again nor be extended, by whomever (spec/domain.md 4): adminUpdate that moves the end later is
 * refused like any other way of getting more of it.
 */
export function checkSeparationOfDuties(policy: AssignmentPolicy, judged: Judged): Refusal | undefined {
  const { facts, asked, now } = judged;
  const changed = changedAssignment(judged, policy);
  if (isUpdate(asked.requestType) && changed !== undefined) {
    const update = { policyExpiration: policy.expiration, schedule: asked.schedule, answers: asked.answers };
    if (!movesEndLater(changed, update, now)) return undefined;
  }
  const exclusion = exclusionOf(facts.accessPackage, facts.access, facts.target.groupIds, "scheduledToo");
  return exclusion === undefined
    ? undefined
    : refused(
        "IncompatibleAccess",
        `${nameOfTarget(facts)} cannot have ${nameOfPackage(facts)}: ${describeExclusion(exclusion, facts.excludingNames)}.`,
      );
}
