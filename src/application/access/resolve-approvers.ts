/** Looks up whom a stage's settings name at this moment: managers, sponsors, owners, members of groups, and whoever decides in their place. */
import type { ResolvedApprovers } from "../../domain/approval/approvers.js";
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import type { ApprovalStageSettings } from "../../domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { SubjectSet } from "../../domain/subject/subject-set.js";
import type { Directory, DirectoryUser } from "../ports/directory.js";
import type { Ports } from "../ports/ports.js";
import { delegationsOf } from "./delegations.js";
import { organizationSources, organizationSponsors } from "./organization-sponsors.js";

type People = Pick<AssignmentRequest, "requestor" | "target">;
type Named = {
  readonly approvers: readonly DirectoryUser[];
  readonly ids: readonly string[];
  readonly sourceIds: readonly string[];
};

/** What groups come to, by their id, which is the same for everybody: for one run over many people. */
export type SameForAll = Map<string, Promise<Named>>;

/**
 * Disabled and deleted accounts are left out: they can decide nothing, so the fallback approvers should be asked instead.
 * `delegations`: those in effect, where the caller has read them already. `sameForAll`: kept by whoever asks for many people.
 */
export async function resolveApprovers(
  ports: Pick<Ports, "directory" | "documents" | "clock">,
  settings: ApprovalStageSettings,
  people: People,
  delegations?: readonly ApprovalDelegation[],
  sameForAll: SameForAll = new Map(),
): Promise<ResolvedApprovers> {
  const { directory } = ports;
  const [primary, fallbackPrimary, escalation, fallbackEscalation] = await Promise.all([
    resolve(ports, settings.primaryApprovers, people, sameForAll),
    resolve(ports, settings.fallbackPrimaryApprovers, people, sameForAll),
    resolve(ports, settings.escalationApprovers, people, sameForAll),
    resolve(ports, settings.fallbackEscalationApprovers, people, sameForAll),
  ]);
  const all = [primary, fallbackPrimary, escalation, fallbackEscalation];
  const resolved = {
    ...{ primary: primary.ids, fallbackPrimary: fallbackPrimary.ids },
    ...{ escalation: escalation.ids, fallbackEscalation: fallbackEscalation.ids },
    sourceIds: [...new Set(all.flatMap(({ sourceIds }) => sourceIds))].toSorted(),
  };
  if (delegations?.length === 0) return { ...resolved, delegations: [] };
  const approvers = new Map(all.flatMap((named) => named.approvers).map((user) => [user.id, user]));
  const begun = delegations ?? (await delegationsOf(ports, [...approvers.keys()]));
  const delegates = await directory.users(begun.map(({ delegateId }) => delegateId));
  return {
    ...resolved,
    delegations: begun.flatMap(({ delegatorId, delegateId }) => {
      const delegator = approvers.get(delegatorId);
      if (delegator === undefined || delegates.get(delegateId)?.accountEnabled !== true) return [];
      const { id, displayName, userPrincipalName } = delegator;
      return [{ delegator: { id, displayName, userPrincipalName }, delegateId }];
    }),
  };
}

type Reading = Pick<Ports, "directory" | "documents">;

async function resolve(
  ports: Reading,
  sets: readonly SubjectSet[],
  people: People,
  sameForAll: SameForAll,
): Promise<Named> {
  const all = await Promise.all(sets.map((set) => resolveSet(ports, set, people, sameForAll)));
  const [first = NOBODY] = all;
  if (all.length <= 1) return first;
  const approvers = new Map(all.flatMap((named) => named.approvers).map((user) => [user.id, user]));
  return {
    approvers: [...approvers.values()],
    ids: [...approvers.keys()],
    sourceIds: all.flatMap(({ sourceIds }) => sourceIds),
  };
}

const NOBODY: Named = { approvers: [], ids: [], sourceIds: [] };

function resolveSet(ports: Reading, set: SubjectSet, people: People, sameForAll: SameForAll): Promise<Named> {
  if (set.kind !== "groupMembers") return lookUp(ports, set, people);
  const known = sameForAll.get(set.groupId) ?? lookUp(ports, set, people);
  sameForAll.set(set.groupId, known);
  return known;
}

async function lookUp(ports: Reading, set: SubjectSet, people: People): Promise<Named> {
  const named = [...new Set(await idsOf(ports, set, people))];
  const [sourceIds, users] = await Promise.all([
    sourcesOf(ports, set, people, named),
    ports.directory.users(named),
  ]);
  const approvers = named
    .map((id) => users.get(id))
    .filter((user) => user !== undefined)
    .filter(({ accountEnabled }) => accountEnabled);
  return { approvers, ids: approvers.map(({ id }) => id), sourceIds };
}

async function idsOf(ports: Reading, set: SubjectSet, people: People): Promise<readonly string[]> {
  const { directory } = ports;
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
      return organizationSponsors(ports, people.target.id, "internalSponsorIds");
    case "externalSponsors":
      return organizationSponsors(ports, people.target.id, "externalSponsorIds");
    case "targetAgentIdentitySponsorsOrOwners":
    case "connectedOrganizationMembers":
    case "attributeRuleMembers":
    case "singleServicePrincipal":
      // Agent identities are not kept here; the last three never name approvers.
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

/** The objects whose change can make a set come to other people. Members of a group are not among them: the group is. */
async function sourcesOf(
  ports: Reading,
  set: SubjectSet,
  { requestor, target }: People,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { directory } = ports;
  if (set.kind === "groupMembers") return [set.groupId];
  if (set.kind === "requestorManager") return lineOf(directory, requestor.objectId, set.managerLevel);
  if (set.kind === "targetManager") return lineOf(directory, target.objectId, set.managerLevel);
  if (set.kind === "internalSponsors" || set.kind === "externalSponsors")
    return organizationSources(ports, target.id);
  // Sponsors and owners are kept with the target; whoever is named may be disabled, and enabled again.
  return target.objectId === null ? ids : [target.objectId, ...ids];
}

/** Somebody and the managers above them: any of them can come to have another manager. */
async function lineOf(
  directory: Directory,
  objectId: string | null,
  level: number,
): Promise<readonly string[]> {
  if (objectId === null) return [];
  const managers = await directory.managers(objectId, level);
  return [objectId, ...managers.map(({ id }) => id)];
}
