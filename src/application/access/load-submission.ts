/** Everything a new request is judged by: the package with its catalog and policies, the target, and what the target has already. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { Answer, RequestedSchedule } from "../../domain/assignment-request/assignment-request.js";
import type { SubmissionFacts, SubmittedRequestType } from "../../domain/assignment-request/submission.js";
import { type AttributesAsked, withAttributes } from "../../domain/catalog/attribute-answers.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { referenceTo, standingAssignmentOf } from "../../domain/subject/subject-access.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findAccessPackage, findCatalog } from "../governance/find.js";
import { loadAttributes } from "../governance/resource-attributes.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { Ports } from "../ports/ports.js";
import { excludingNames } from "./excluding.js";
import { findAssignment } from "./find.js";
import { type LoadedAccess, loadAccess } from "./load-access.js";
import { MANAGER_LEVELS, mayLearn, whomAssignment, whomPerson } from "./may-learn.js";
import { findAgain, findPerson, findPersonByMail, type Person, remembered, requestorOf } from "./people.js";
import { policiesOfPackage } from "./policies-of-package.js";
import { type Me, personWhoCalls, subjectOfCaller } from "./who-calls.js";

export type SubmissionInput = {
  readonly requestType: SubmittedRequestType;
  /** Needed to add; for update and remove it stands in for `assignmentId`, together with the target. */
  readonly accessPackageId?: string;
  /** Left out when adding: the only policy that applies is taken, and several are refused with their names. */
  readonly assignmentPolicyId?: string;
  /** The directory object (user or service principal) that is to have the access. Left out in the user types: the caller. */
  readonly targetObjectId?: string;
  /** In place of the object id: whoever has this mail address, in the directory or outside. */
  readonly targetEmail?: string;
  /** Which assignment to update or remove. */
  readonly assignmentId?: string;
  readonly justification: string | null;
  readonly answers: readonly Answer[];
  /** Nothing asked for: `{ startDateTime: null, expiration: { type: "notSpecified" } }`. */
  readonly schedule: RequestedSchedule;
};

export type LoadedSubmission = {
  readonly facts: SubmissionFacts;
  readonly access: LoadedAccess;
  /** What the package's resources ask of the target. */
  readonly attributes: AttributesAsked;
};

type Input = SubmissionInput;

/** Rules 1 and 2 of spec/domain.md 6.2: the request makes sense, and everything it names exists. */
export async function loadSubmission(
  ports: Ports,
  call: Call,
  input: Input,
): Promise<Outcome<LoadedSubmission>> {
  const { caller } = call;
  if (!input.requestType.startsWith("admin") && caller.kind !== "user")
    return refused(
      "Forbidden",
      `${input.requestType} is for signed-in people; an application assigns directly (adminAdd, adminUpdate, adminRemove).`,
      "requestType",
    );
  const who = caller.kind === "user" ? await subjectOfCaller(ports, caller) : undefined;
  if (who?.kind === "refused") return who;
  const me = who?.value;
  const asked = await askedFor(ports, call, input, me);
  if (asked.kind === "refused") return asked;
  const { accessPackage, assignment, person, access } = asked.value;
  const { groupIds } = person.target;
  const [catalog, policies, names, settings, attributes, callerRefusal] = await Promise.all([
    findCatalog(ports, accessPackage.catalogId),
    policiesOfPackage(ports, accessPackage),
    excludingNames(ports, accessPackage, access.access, groupIds),
    loadTenantSettings(ports),
    loadAttributes(ports, accessPackage, person.target),
    input.requestType.startsWith("admin")
      ? authorize(ports, caller, "assignDirectly", accessPackage.catalogId)
      : undefined,
  ]);
  if (catalog.kind === "refused") return catalog;
  const myObjectId = me?.objectId ?? null;
  const onBehalf =
    !input.requestType.startsWith("admin") &&
    myObjectId !== null &&
    me?.subjectId !== access.access.subject.id;
  const [managers, requestorGroups] = onBehalf
    ? await Promise.all([
        person.target.objectId === null
          ? []
          : ports.directory.managers(person.target.objectId, MANAGER_LEVELS),
        ports.directory.transitiveMemberOf(myObjectId),
      ])
    : [[], []];
  return done({
    facts: facts(
      catalog.value.document,
      policies.map((policy) => withAttributes(policy, attributes)),
      callerRefusal,
    ),
    access,
    attributes,
  });

  function facts(
    catalogDocument: Catalog,
    packagePolicies: readonly AssignmentPolicy[],
    refusal: Refusal | undefined,
  ): SubmissionFacts {
    return {
      access: access.access,
      target: person.target,
      requestor: requestorOf(ports, caller, me, referenceTo(access.access.subject)),
      requestorGroupIds: new Set(requestorGroups),
      managerIds: managers.map(({ id }) => id),
      accessPackage,
      catalog: catalogDocument,
      policies: packagePolicies,
      assignment,
      callerRefusal: refusal,
      excludingNames: names,
      isApprovalEnforcedForDirectAssignment: settings.isApprovalEnforcedForDirectAssignment,
      limits: settings.limits,
    };
  }
}

type AskedFor = {
  readonly accessPackage: AccessPackage;
  readonly assignment: Assignment | undefined;
  readonly person: Person;
  readonly access: LoadedAccess;
};

/** The package and the person: named outright when adding, through the assignment otherwise. */
async function askedFor(
  ports: Ports,
  call: Call,
  input: Input,
  me: Me | undefined,
): Promise<Outcome<AskedFor>> {
  if (input.assignmentId !== undefined && !isAdd(input)) {
    const found = await findAssignment(ports, input.assignmentId);
    if (found.kind === "refused") return found;
    const { document } = found.value;
    const about = await askedAboutAssignment(ports, input, document);
    if (about.kind === "done") return about;
    const asking = { requestType: input.requestType, me, catalogId: document.catalogId };
    return (await mayLearn(ports, call, asking, whomAssignment(document))) ?? about;
  }
  if (input.accessPackageId === undefined)
    return isAdd(input)
      ? invalid(`${input.requestType} needs the access package's id.`, "assignment/accessPackageId")
      : invalid(`${input.requestType} needs the assignment's id.`, "assignment/id");
  const accessPackage = await findAccessPackage(ports, input.accessPackageId);
  if (accessPackage.kind === "refused") return accessPackage;
  const target = await targetAsked(ports, call, input, me);
  if (target.kind === "refused") return target;
  const person = target.value;
  const access = await loadedAccess(ports, person);
  if (isAdd(input))
    return done({ accessPackage: accessPackage.value.document, assignment: undefined, person, access });
  const assignment = standingAssignmentOf(access.access, input.accessPackageId);
  if (assignment !== undefined)
    return done({ accessPackage: accessPackage.value.document, assignment, person, access });
  const { catalogId } = accessPackage.value.document;
  const asking = { requestType: input.requestType, me, catalogId };
  return (
    (await mayLearn(ports, call, asking, whomPerson(person))) ??
    refused(
      "ResourceNotFound",
      `${person.subject.displayName ?? person.subject.id} has no assignment of access package ${input.accessPackageId}.`,
    )
  );
}

async function askedAboutAssignment(
  ports: Ports,
  input: Input,
  assignment: Assignment,
): Promise<Outcome<AskedFor>> {
  if (input.accessPackageId !== undefined && input.accessPackageId !== assignment.accessPackageId)
    return invalid(
      `Assignment ${assignment.id} is of access package ${assignment.accessPackageId}, not ${input.accessPackageId}.`,
      "assignment/accessPackageId",
    );
  if (input.targetObjectId !== undefined && input.targetObjectId !== assignment.target.objectId)
    return invalid(`Assignment ${assignment.id} is of another target.`, "assignment/targetId");
  const accessPackage = await findAccessPackage(ports, assignment.accessPackageId);
  if (accessPackage.kind === "refused") return accessPackage;
  const found = await findAgain(ports, assignment.target);
  const access = await loadAccess(ports, assignment.target.id, {
    assignmentId: assignment.id,
    ...(found === undefined ? {} : { fresh: found.subject }),
  });
  const current = access?.access.assignments.find(({ id }) => id === assignment.id);
  if (access === undefined || current === undefined)
    return refused("ResourceNotFound", `Assignment ${assignment.id} was not found.`);
  if (current.state === "expired")
    return refused(
      "BadRequest",
      `Assignment ${assignment.id} ended at ${current.expiredDateTime}; there is nothing to change or remove. Ask for the access anew.`,
      "assignment/id",
    );
  return done({
    accessPackage: accessPackage.value.document,
    assignment: current,
    person: found ?? { subject: access.access.subject, target: remembered(assignment.target) },
    access,
  });
}

async function loadedAccess(ports: Ports, person: Person): Promise<LoadedAccess> {
  const access = await loadAccess(ports, person.subject.id, { fresh: person.subject });
  if (access === undefined) throw new Error(`Subject ${person.subject.id} was given and yet not loaded.`);
  return access;
}

/** The user types are about the caller; administrators and managers name somebody, by object or by mail address. */
async function targetAsked(
  ports: Ports,
  { caller }: Call,
  { requestType, targetObjectId, targetEmail }: Input,
  me: Me | undefined,
): Promise<Outcome<Person>> {
  // Clients name the person who is signed in by the id that the token has.
  const namesCaller =
    caller.kind === "user" && caller.isForeign === true && targetObjectId === caller.objectId;
  const named = namesCaller ? undefined : targetObjectId;
  if (named === undefined && targetEmail !== undefined) return findPersonByMail(ports, targetEmail);
  const isOwn = requestType.startsWith("user") && me !== undefined;
  if (named === undefined && !isOwn)
    return invalid(
      `${requestType} needs the target: its directory object id, or a person's mail address.`,
      "assignment/targetId",
    );
  const person =
    named !== undefined
      ? await findPerson(ports, named)
      : me === undefined
        ? undefined
        : await personWhoCalls(ports, me);
  return person === undefined
    ? refused(
        "Request_ResourceNotFound",
        `The directory has no user or application with id ${named ?? me?.objectId}.`,
        "assignment/targetId",
      )
    : done(person);
}

function isAdd(input: Input): boolean {
  return input.requestType.endsWith("Add");
}

function invalid(message: string, target: string): Refusal {
  return refused("InvalidModel", message, target);
}
