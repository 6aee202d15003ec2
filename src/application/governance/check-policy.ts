/** Checks a policy against its rules and against the directory, and says everything that is wrong with it at once. */

import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { automaticProblems, isAutomatic } from "../../domain/assignment-policy/automatic-problems.js";
import {
  type PolicyProblem,
  type PolicySettings,
  policyProblems,
  subjectSetsOf,
} from "../../domain/assignment-policy/policy-problems.js";
import { type NamedId, namedIdOf } from "../../domain/assignment-policy/subject-set-problems.js";
import type { Refusal } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { isBeingRemoved } from "./closing.js";
import { extensionStageProblems } from "./custom-extensions.js";
import { catalogPartition, findConnectedOrganization, TENANT_PARTITION } from "./find.js";
import { loadTenantSettings } from "./tenant-settings.js";

type Place = { readonly policyId: string; readonly accessPackageId: string; readonly catalogId: string };

/** Undefined when the caller may save the policy and it can be carried out. `before`: the policy that is changed. */
export async function checkPolicy(
  ports: Ports,
  call: Call,
  place: Place,
  settings: PolicySettings,
  before?: AssignmentPolicy,
): Promise<Refusal | undefined> {
  const denied = await authorize(ports, call.caller, "managePolicies", place.catalogId);
  if (denied !== undefined) return denied;
  if (isAutomatic(settings) || (before !== undefined && isAutomatic(before))) {
    const notAdministrator = await authorize(ports, call.caller, "manageAutomaticPolicies", null);
    if (notAdministrator !== undefined) return notAdministrator;
  }
  const { limits } = await loadTenantSettings(ports);
  const problems = [
    ...policyProblems(settings, {
      limits,
      now: ports.clock.now(),
      unknownIds: await unknownIds(ports, settings),
      isExpirationKept:
        before !== undefined && JSON.stringify(before.expiration) === JSON.stringify(settings.expiration),
    }),
    ...automaticProblems(settings, await otherPolicies(ports, place)),
    ...(await extensionStageProblems(ports, place.catalogId, settings.customExtensionStageSettings, {
      limits,
    })),
  ];
  return problems.length === 0 ? undefined : refusalFor(problems);
}

function refusalFor(problems: readonly PolicyProblem[]): Refusal {
  const [first] = problems;
  return {
    kind: "refused",
    code: problems.every(({ code }) => code === "QuotaExceeded") ? "QuotaExceeded" : "InvalidModel",
    message: `The model is invalid. ${problems.map(({ target, message }) => `${target}: ${message}`).join(" ")}`,
    ...(first === undefined ? {} : { target: first.target }),
    details: problems.map(({ target, message, code = "InvalidModel" }) => ({ code, message, target })),
  };
}

async function otherPolicies(
  ports: Ports,
  { policyId, accessPackageId, catalogId }: Place,
): Promise<readonly AssignmentPolicy[]> {
  const all = await ports.documents.partition<AssignmentPolicy>(
    "governance",
    catalogPartition(catalogId),
    "assignmentPolicy",
  );
  return all
    .map(({ document }) => document)
    .filter((policy) => policy.accessPackageId === accessPackageId && policy.id !== policyId);
}

/** Of everybody that the policy names, those who do not exist. */
async function unknownIds(ports: Ports, settings: PolicySettings): Promise<ReadonlySet<string>> {
  const named = new Map<string, NamedId>();
  for (const { sets } of subjectSetsOf(settings)) {
    for (const set of sets) {
      const one = namedIdOf(set);
      if (one !== undefined) named.set(`${one.what} ${one.id}`, one);
    }
  }
  const users = await ports.directory.users(
    [...named.values()].filter(({ what }) => what === "user").map(({ id }) => id),
  );
  const checked = await Promise.all(
    [...named.values()].map(async (one) => ({
      id: one.id,
      isKnown: users.has(one.id) || (await exists(ports, one)),
    })),
  );
  return new Set(checked.filter(({ isKnown }) => !isKnown).map(({ id }) => id));
}

async function exists(ports: Ports, { what, id }: NamedId): Promise<boolean> {
  switch (what) {
    case "user":
      return false;
    case "group":
      return (await ports.directory.group(id)) !== undefined;
    case "service principal":
      return (await ports.directory.servicePrincipal(id)) !== undefined;
    case "connected organization":
      return (
        (await findConnectedOrganization(ports, id)).kind === "done" &&
        !(await isBeingRemoved(ports, TENANT_PARTITION, id))
      );
  }
}
