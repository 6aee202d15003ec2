/** Looks at the people whom a policy admits, and says for whom nobody could decide. At most 2,000 people are looked at; the answer says when there are more. */

import type { ResolvedApprovers } from "../../domain/approval/approvers.js";
import {
  type ApprovalCoverage,
  type RequestorClass,
  type StageCoverage,
  stageCoverage,
  type Undecidable,
  whyUndecidable,
} from "../../domain/approval/coverage.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { SubjectReference } from "../../domain/subject/subject.js";
import { rememberingDirectory } from "../access/remembering-directory.js";
import { resolveApprovers, type SameForAll } from "../access/resolve-approvers.js";
import { pause } from "../pause.js";
import type { Directory, DirectoryUser } from "../ports/directory.js";
import type { UserDocument } from "../ports/directory-objects.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** People looked at for one policy. */
const PEOPLE_MAX = 2_000;
const PEOPLE_AT_A_TIME = 50;
const PAGE = 1_000;

type Admitted = {
  readonly requestors: RequestorClass;
  readonly people: readonly DirectoryUser[];
  readonly isComplete: boolean;
};

export async function approvalCoverage(ports: Ports, policy: AssignmentPolicy): Promise<ApprovalCoverage> {
  const { stages, isApprovalRequiredForAdd, isApprovalRequiredForUpdate } = policy.requestApprovalSettings;
  if (stages.length === 0 || !(isApprovalRequiredForAdd || isApprovalRequiredForUpdate))
    return { id: policy.id, stages: [] };
  // One look at each manager and group does for everybody.
  const remembering: Ports = { ...ports, directory: rememberingDirectory(ports.directory) };
  const sameForAll: SameForAll = new Map();
  const coverage: StageCoverage[] = [];
  for (const admitted of await classesOf(remembering, policy))
    for (const [index, settings] of stages.entries()) {
      const undecidable: Undecidable[] = [];
      for (const [looked, person] of admitted.people.entries()) {
        // All that is asked has been asked before: without a pause nobody else would be answered meanwhile.
        if (looked % PEOPLE_AT_A_TIME === 0) await pause();
        const requestor = admitted.requestors.isOnBehalf
          ? (await remembering.directory.managers(person.id, 1))[0]
          : person;
        // Without a manager nobody asks for them.
        if (requestor === undefined) continue;
        const people = { requestor: referenceTo(requestor), target: referenceTo(person) };
        // Delegates come only with somebody who can decide.
        const resolved = await resolveApprovers(remembering, settings, people, [], sameForAll);
        const reasons = whyUndecidable(settings, few(resolved), [requestor.id, person.id]);
        if (reasons.length > 0)
          undecidable.push({ personId: person.id, displayName: person.displayName, reasons });
      }
      coverage.push(
        stageCoverage(
          admitted.requestors,
          index + 1,
          admitted.people.length,
          admitted.isComplete,
          undecidable,
        ),
      );
    }
  return { id: policy.id, stages: coverage };
}

/** Two people are excluded at most, so the first three say whether anybody is left. */
function few(resolved: ResolvedApprovers): ResolvedApprovers {
  const { primary, fallbackPrimary, escalation, fallbackEscalation } = resolved;
  return {
    ...resolved,
    ...{ primary: primary.slice(0, 3), fallbackPrimary: fallbackPrimary.slice(0, 3) },
    ...{ escalation: escalation.slice(0, 3), fallbackEscalation: fallbackEscalation.slice(0, 3) },
  };
}

async function classesOf(ports: Ports, policy: AssignmentPolicy): Promise<readonly Admitted[]> {
  const admitted = await peopleWhoAsk(ports, policy);
  const { requestorSettings } = policy;
  const classes: Admitted[] = [];
  if (requestorSettings.enableTargetsToSelfAddAccess || requestorSettings.enableTargetsToSelfUpdateAccess)
    classes.push(...admitted);
  if (requestorSettings.enableOnBehalfRequestorsToAddAccess)
    for (const { requestors, ...rest } of admitted)
      classes.push({ ...rest, requestors: { ...requestors, isOnBehalf: true } });
  return classes;
}

async function peopleWhoAsk(ports: Ports, policy: AssignmentPolicy): Promise<readonly Admitted[]> {
  switch (policy.allowedTargetScope) {
    case "allMemberUsers":
      return [await everybody(ports, "allMembers")];
    case "allDirectoryUsers":
      return [await everybody(ports, "allUsers")];
    case "specificDirectoryUsers":
      return namedPeople(ports.directory, policy);
    case "specificConnectedOrganizationUsers":
    case "allConfiguredConnectedOrganizationUsers":
    case "allExternalUsers":
      // Whoever will ask is not in the directory yet, so nobody can say who their sponsors are.
      return [{ requestors: requestors("outsideTheDirectory"), people: [], isComplete: false }];
    case "notSpecified":
    case "specificDirectoryServicePrincipals":
    case "allDirectoryServicePrincipals":
    case "allDirectoryAgentIdentities":
      return [];
  }
}

async function namedPeople(directory: Directory, policy: AssignmentPolicy): Promise<readonly Admitted[]> {
  const classes: Admitted[] = [];
  const named = policy.specificAllowedTargets.flatMap((set) =>
    set.kind === "singleUser" ? [set.userId] : [],
  );
  let left = PEOPLE_MAX;
  const look = async (who: RequestorClass, ids: readonly string[]) => {
    const people = await enabled(directory, ids.slice(0, left));
    classes.push({ requestors: who, people, isComplete: ids.length <= left });
    left = Math.max(0, left - ids.length);
  };
  if (named.length > 0) await look(requestors("namedUsers"), named);
  for (const set of policy.specificAllowedTargets)
    if (set.kind === "groupMembers")
      await look(
        requestors("groupMembers", set.groupId),
        (await directory.transitiveMembers(set.groupId)).toSorted(),
      );
  return classes;
}

async function enabled(directory: Directory, ids: readonly string[]): Promise<readonly DirectoryUser[]> {
  const users = await directory.users(ids);
  return [...users.values()].filter(({ accountEnabled }) => accountEnabled);
}

/** Everybody, where the product keeps the directory itself; elsewhere nobody can list them here. */
async function everybody(ports: Ports, who: "allMembers" | "allUsers"): Promise<Admitted> {
  if (ports.directoryAdministration === undefined)
    return { requestors: requestors(who), people: [], isComplete: false };
  const active: Filter = { op: "eq", path: "accountEnabled", value: true };
  const members: Filter = { op: "eq", path: "userType", value: "Member" };
  const filter: Filter = { op: "and", filters: who === "allMembers" ? [active, members] : [active] };
  const people: DirectoryUser[] = [];
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<UserDocument>({
      container: "directory",
      kind: "user",
      filter,
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    people.push(...page.items.map(({ document }) => document));
    continuation = page.continuation;
  } while (continuation !== undefined && people.length < PEOPLE_MAX);
  return { requestors: requestors(who), people, isComplete: continuation === undefined };
}

function requestors(who: RequestorClass["who"], groupId: string | null = null): RequestorClass {
  return { who, groupId, isOnBehalf: false };
}

function referenceTo({ id, displayName, mail, userPrincipalName }: DirectoryUser): SubjectReference {
  // No subject is looked up or made: whoever only might ask has none.
  return {
    id,
    objectId: id,
    displayName,
    email: mail,
    principalName: userPrincipalName,
    subjectType: "user",
  };
}
