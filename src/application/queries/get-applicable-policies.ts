/** The policies of a package that are offered to the caller (Graph: getApplicablePolicyRequirements), the most specific class only. */
import { isForExternalPeople } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy, Question } from "../../domain/assignment-policy/assignment-policy.js";
import {
  mayAskOnBehalf,
  offeredPolicies,
  takesOwnRequests,
  takesRequestsOnBehalf,
} from "../../domain/assignment-policy/policy-choice.js";
import type { Answer } from "../../domain/assignment-request/assignment-request.js";
import { attributeQuestions, existingAnswers } from "../../domain/catalog/attribute-answers.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findPerson } from "../access/people.js";
import { policiesOfPackage } from "../access/policies-of-package.js";
import { personWhoCalls, whoCalls } from "../access/who-calls.js";
import type { Call } from "../call.js";
import { findAccessPackage, findCatalog } from "../governance/find.js";
import { loadAttributes } from "../governance/resource-attributes.js";
import type { Ports } from "../ports/ports.js";

export type ApplicablePoliciesInput = {
  readonly accessPackageId: string;
  /** Asking for this person, as their manager. */
  readonly targetObjectId?: string;
};

/** A policy that is offered, with the questions of the package's resources after its own. */
export type ApplicablePolicy = {
  readonly policy: AssignmentPolicy;
  /** What the person has of the attributes that are asked for: to be filled in. */
  readonly existingAnswers: readonly Answer[];
};

/** What each policy that is offered asks for (Graph: accessPackageAssignmentRequestRequirements). */
export async function getRequestRequirements(
  ports: Ports,
  call: Call,
  input: ApplicablePoliciesInput,
): Promise<Outcome<readonly ApplicablePolicy[]>> {
  const policies = await getApplicablePolicies(ports, call, input);
  if (policies.kind === "refused" || policies.value.length === 0)
    return policies.kind === "refused" ? policies : done([]);
  const accessPackage = await findAccessPackage(ports, input.accessPackageId);
  if (accessPackage.kind === "refused") return accessPackage;
  const { caller } = call;
  const isInDirectory = caller.kind === "user" && caller.isForeign !== true;
  const objectId = input.targetObjectId ?? (isInDirectory ? caller.objectId : null);
  const asked = await loadAttributes(ports, accessPackage.value.document, { kind: "user", objectId });
  return done(
    policies.value.map((policy) => ({
      policy: { ...policy, questions: [policy.questions, attributeQuestions(asked)].flatMap(inOrder) },
      existingAnswers: existingAnswers(asked),
    })),
  );
}

function inOrder(questions: readonly Question[]): readonly Question[] {
  return questions.toSorted((a, b) => a.sequence - b.sequence);
}

/** Empty when nothing is offered: no policy applies, or the catalog is not published. */
export async function getApplicablePolicies(
  ports: Ports,
  call: Call,
  input: ApplicablePoliciesInput,
): Promise<Outcome<readonly AssignmentPolicy[]>> {
  const who = await whoCalls(ports, call);
  if (who.kind === "refused") return who;
  const me = who.value;
  const accessPackage = await findAccessPackage(ports, input.accessPackageId);
  if (accessPackage.kind === "refused") return accessPackage;
  const catalog = await findCatalog(ports, accessPackage.value.document.catalogId);
  if (catalog.kind === "refused") return catalog;
  if (catalog.value.document.state !== "published") return done([]);
  const { targetObjectId } = input;
  const person = await (targetObjectId === undefined
    ? personWhoCalls(ports, me)
    : findPerson(ports, targetObjectId));
  if (person === undefined)
    return refused(
      "Request_ResourceNotFound",
      `The directory has no user with id ${targetObjectId ?? me.objectId}.`,
    );
  const { isExternallyVisible } = catalog.value.document;
  const policies = (await policiesOfPackage(ports, accessPackage.value.document)).filter(
    (policy) => isExternallyVisible || !isForExternalPeople(policy),
  );
  if (person.subject.id === me.subjectId)
    return done(offeredPolicies(policies, person.target, takesOwnRequests));
  const targetId = person.target.objectId;
  // On behalf is between people of the directory.
  if (me.objectId === null || targetId === null) return done([]);
  const [managers, groupIds] = await Promise.all([
    ports.directory.managers(targetId, 4),
    ports.directory.transitiveMemberOf(me.objectId),
  ]);
  const requestor = { objectId: me.objectId, groupIds: new Set(groupIds) };
  const managerIds = managers.map(({ id }) => id);
  return done(
    offeredPolicies(
      policies,
      person.target,
      (policy) => takesRequestsOnBehalf(policy) && mayAskOnBehalf(policy, requestor, managerIds),
    ),
  );
}
