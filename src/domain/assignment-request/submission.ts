/** What a new request says, and the facts it is judged by. */
import type { AccessPackage } from "../access-package/access-package.js";
import type { Assignment } from "../assignment/assignment.js";
import type { AttributeValue } from "../assignment/user-attribute.js";
import type { Target } from "../assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Refusal } from "../errors.js";
import type { SubjectReference } from "../subject/subject.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import type { TenantSettings } from "../tenant/tenant-settings.js";
import type { Instant } from "../time/instant.js";
import type { Answer, RequestedSchedule, RequestType } from "./assignment-request.js";

/** What clients may ask for; the system's own kinds and approverRemove are not among them. */
export type SubmittedRequestType = Extract<
  RequestType,
  "userAdd" | "userUpdate" | "userRemove" | "adminAdd" | "adminUpdate" | "adminRemove" | "onBehalfAdd"
>;

export type Asked = {
  readonly id: string;
  readonly requestType: SubmittedRequestType;
  /** The policy named by the caller; null: whichever applies. Updates and removals use their assignment's. */
  readonly assignmentPolicyId: string | null;
  readonly justification: string | null;
  readonly answers: readonly Answer[];
  /** What the answers to attribute questions come to; absent: nothing is written to the person. */
  readonly attributeValues?: readonly AttributeValue[];
  readonly schedule: RequestedSchedule;
};

export type SubmissionFacts = {
  /** Of the target. */
  readonly access: SubjectAccess;
  readonly target: Target;
  readonly requestor: SubjectReference;
  readonly requestorGroupIds: ReadonlySet<string>;
  /** Managers of the target, level 1 first. */
  readonly managerIds: readonly string[];
  readonly accessPackage: AccessPackage;
  readonly catalog: Catalog;
  /** All policies of the package. */
  readonly policies: readonly AssignmentPolicy[];
  /** The assignment to update or remove; undefined when adding. */
  readonly assignment: Assignment | undefined;
  /** The permission table's "no" to an administrator type. */
  readonly callerRefusal: Refusal | undefined;
  /** Names of the packages and groups that exclude the package and that the target has, or is in; by id. */
  readonly excludingNames: ReadonlyMap<string, string>;
  /** The tenant's setting: an administrator's direct assignment goes through the policy's approval too. */
  readonly isApprovalEnforcedForDirectAssignment: boolean;
  /** The tenant's limits; without them the defaults hold. */
  readonly limits?: TenantSettings["limits"];
};

/** A new request on its way through the rules. */
export type Judged = {
  readonly facts: SubmissionFacts;
  readonly asked: Asked;
  readonly now: Instant;
};

/** How messages name the target: "Adele (guid)"; by mail address where the directory does not have them. */
export function nameOfTarget({ target }: SubmissionFacts): string {
  const known = target.kind === "externalUser" ? target.email : target.objectId;
  return `${target.displayName ?? "the person"} (${known})`;
}

export function nameOfPackage({ accessPackage }: SubmissionFacts): string {
  return `access package "${accessPackage.displayName}" (${accessPackage.id})`;
}
