/** The policies of a package that are offered to the caller (Graph: getApplicablePolicyRequirements), the most specific class only. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import {
  mayAskOnBehalf,
  offeredPolicies,
  takesOwnRequests,
  takesRequestsOnBehalf,
} from "../../domain/assignment-policy/policy-choice.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findPerson } from "../access/people.js";
import { policiesOfPackage } from "../access/policies-of-package.js";
import { signedIn } from "../access/signed-in.js";
import type { Call } from "../call.js";
import { findAccessPackage, findCatalog } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";

export type ApplicablePoliciesInput = {
  readonly accessPackageId: string;
  /** Asking for this person, as their manager. */
  readonly targetObjectId?: string;
};

/** Empty when nothing is offered: no policy applies, or the catalog is not published. */
export async function getApplicablePolicies(
  ports: Ports,
  call: Call,
  input: ApplicablePoliciesInput,
): Promise<Outcome<readonly AssignmentPolicy[]>> {
  const me = signedIn(call);
  if (me.kind === "refused") return me;
  const accessPackage = await findAccessPackage(ports, input.accessPackageId);
  if (accessPackage.kind === "refused") return accessPackage;
  const catalog = await findCatalog(ports, accessPackage.value.document.catalogId);
  if (catalog.kind === "refused") return catalog;
  if (catalog.value.document.state !== "published") return done([]);
  const targetId = input.targetObjectId ?? me.objectId;
  const person = await findPerson(ports, targetId);
  if (person === undefined)
    return refused("Request_ResourceNotFound", `The directory has no user with id ${targetId}.`);
  const policies = await policiesOfPackage(ports, accessPackage.value.document);
  if (targetId === me.objectId) return done(offeredPolicies(policies, person.target, takesOwnRequests));
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
