/** Looks up whom a stage's settings name at this moment: managers, sponsors, owners, members of groups. */
import type { ResolvedApprovers } from "../../domain/approval/approvers.js";
import type { ApprovalStageSettings } from "../../domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { SubjectSet } from "../../domain/subject/subject-set.js";
import type { Directory } from "../ports/directory.js";

type People = Pick<AssignmentRequest, "requestor" | "target">;

/** Disabled and deleted accounts are left out: they can decide nothing, so the fallback approvers should be asked instead. */
export async function resolveApprovers(
  directory: Directory,
  settings: ApprovalStageSettings,
  people: People,
): Promise<ResolvedApprovers> {
  const [primary, fallbackPrimary, escalation, fallbackEscalation] = await Promise.all([
    resolve(directory, settings.primaryApprovers, people),
    resolve(directory, settings.fallbackPrimaryApprovers, people),
    resolve(directory, settings.escalationApprovers, people),
    resolve(directory, settings.fallbackEscalationApprovers, people),
  ]);
  return { primary, fallbackPrimary, escalation, fallbackEscalation };
}

async function resolve(
  directory: Directory,
  sets: readonly SubjectSet[],
  people: People,
): Promise<readonly string[]> {
  if (sets.length === 0) return [];
  const named = await Promise.all(sets.map((set) => idsOf(directory, set, people)));
  const ids = [...new Set(named.flat())];
  const users = await directory.users(ids);
  return ids.filter((id) => users.get(id)?.accountEnabled === true);
}

async function idsOf(directory: Directory, set: SubjectSet, people: People): Promise<readonly string[]> {
  switch (set.kind) {
    case "singleUser":
      return [set.userId];
    case "groupMembers":
      return directory.transitiveMembers(set.groupId);
    case "requestorManager":
      return managerOf(directory, people.requestor.objectId, set.managerLevel);
    case "targetManager":
      return managerOf(directory, people.target.objectId, set.managerLevel);
    case "targetUserSponsors": {
      if (people.target.objectId === null) return [];
      const sponsors = await directory.sponsors(people.target.objectId);
      return sponsors.map(({ id }) => id);
    }
    case "targetApplicationOwners":
      return people.target.objectId === null ? [] : directory.applicationOwners(people.target.objectId);
    case "internalSponsors":
    case "externalSponsors":
    case "targetAgentIdentitySponsorsOrOwners":
    case "connectedOrganizationMembers":
    case "attributeRuleMembers":
    case "singleServicePrincipal":
      // Sponsors of connected organizations and agent identities are not kept here; the last three never name approvers.
      return [];
  }
}

async function managerOf(
  directory: Directory,
  objectId: string | null,
  level: number,
): Promise<readonly string[]> {
  if (objectId === null) return [];
  const managers = await directory.managers(objectId, level);
  const manager = managers[level - 1];
  return manager === undefined ? [] : [manager.id];
}
