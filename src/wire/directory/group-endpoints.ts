/** /groups, their members and owners. */
import { administerDirectory } from "../../application/commands/administer-directory.js";
import { newId } from "../../application/governance/new-id.js";
import type { Groups } from "../../application/ports/directory-administration.js";
import type {
  EligibilityDocument,
  MembershipDocument,
  OwnershipDocument,
} from "../../application/ports/directory-objects.js";
import { getDirectoryObject, listDirectory } from "../../application/queries/read-directory.js";
import { done, type Outcome, type Refusal } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { directoryObjectType } from "../graph-types.js";
import { asItem, change, create, get, list, smallList } from "../rows.js";
import { addedOr, removedOr } from "./added-or-removed.js";
import { groupChanges, groupType, newGroup, type SentGroup } from "./group.js";
import { READ_GROUPS, WRITE_GROUPS } from "./permissions.js";
import { directoryReference } from "./reference.js";
import { readObjects, relatedThrough } from "./related-objects.js";

const read = { permission: READ_GROUPS, action: "readDirectory" } as const;
const write = { permission: WRITE_GROUPS, action: "writeDirectory" } as const;

const groupId = ({ params }: EndpointCall): string => params["groupId"] ?? "";
const findGroup = (call: EndpointCall) => getDirectoryObject(call.ports, call.call, "group", groupId(call));

const administer = <T>(
  call: EndpointCall,
  run: (groups: Groups) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => administerDirectory(call.ports, call.call, ({ groups }) => run(groups));

/** Rows of one group. */
const ofGroup = async (call: EndpointCall): Promise<Outcome<{ readonly partition: string }>> => {
  const group = await findGroup(call);
  return group.kind === "refused" ? group : done({ partition: group.value.document.id });
};

async function createGroup(groups: Groups, { group, memberIds, ownerIds }: SentGroup) {
  const created = await groups.create(group);
  if (created.kind === "refused") return created;
  const { id } = created.value.document;
  for (const memberId of memberIds) {
    const added = await groups.addMember(id, memberId);
    if (added.kind === "refused") return undoing(groups, id, added);
  }
  for (const ownerId of ownerIds) {
    const added = await groups.addOwner(id, ownerId);
    if (added.kind === "refused") return undoing(groups, id, added);
  }
  return created;
}

async function undoing(groups: Groups, id: string, refusal: Refusal): Promise<Refusal> {
  await groups.delete(id);
  return refusal;
}

const members = {
  kind: "membership",
  where: ofGroup,
  idOf: (row: MembershipDocument) => row.memberId,
} as const;

export const groupEndpoints: readonly Endpoint[] = [
  list({
    ...read,
    path: "/groups",
    type: groupType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "group" }, query),
  }),
  get({ ...read, path: "/groups/{groupId}", type: groupType, find: (call) => asItem(findGroup(call)) }),
  create({
    ...write,
    path: "/groups",
    type: groupType,
    body: newGroup,
    run: (call, body) =>
      administer(call, async (groups) => {
        if (call.call.idempotency === undefined) return asItem(createGroup(groups, body));
        const id = newId(call.ports, call.call, "group");
        const earlier = await asItem(getDirectoryObject(call.ports, call.call, "group", id));
        return earlier.kind === "done"
          ? earlier
          : asItem(createGroup(groups, { ...body, group: { ...body.group, id } }));
      }),
  }),
  change({
    ...write,
    method: "PATCH",
    path: "/groups/{groupId}",
    body: groupChanges,
    status: 204,
    run: (call, body) => administer(call, (groups) => groups.update(groupId(call), body, call.ifMatch)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/groups/{groupId}",
    status: 204,
    run: (call) => administer(call, (groups) => groups.delete(groupId(call), call.ifMatch)),
  }),
  relatedThrough({ permission: READ_GROUPS, path: "/groups/{groupId}/members", ...members }),
  relatedThrough({
    permission: READ_GROUPS,
    path: "/groups/{groupId}/members/microsoft.graph.user",
    ...members,
    only: "user",
  }),
  smallList({
    ...read,
    path: "/groups/{groupId}/transitiveMembers",
    type: directoryObjectType,
    context: "directoryObjects",
    all: async (call) => {
      const group = await findGroup(call);
      if (group.kind === "refused") return group;
      return done(await readObjects(call, await call.ports.directory.transitiveMembers(groupId(call))));
    },
  }),
  change({
    ...write,
    method: "POST",
    path: "/groups/{groupId}/members/$ref",
    body: directoryReference,
    status: 204,
    run: (call, memberId) =>
      administer(call, async (groups) => addedOr(await groups.addMember(groupId(call), memberId))),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/groups/{groupId}/members/{memberId}/$ref",
    status: 204,
    run: (call) => {
      const memberId = call.params["memberId"] ?? "";
      return administer(call, async (groups) =>
        removedOr(await groups.removeMember(groupId(call), memberId), `Member ${memberId}`),
      );
    },
  }),
  // Not in Graph, where PIM says it: who may activate what.
  eligible("/groups/{groupId}/eligibleMembers", "Member"),
  eligible("/groups/{groupId}/eligibleOwners", "Owner"),
  relatedThrough<OwnershipDocument>({
    permission: READ_GROUPS,
    path: "/groups/{groupId}/owners",
    kind: "ownership",
    where: ofGroup,
    idOf: ({ ownerId }) => ownerId,
  }),
  change({
    ...write,
    method: "POST",
    path: "/groups/{groupId}/owners/$ref",
    body: directoryReference,
    status: 204,
    run: (call, ownerId) =>
      administer(call, async (groups) => addedOr(await groups.addOwner(groupId(call), ownerId))),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/groups/{groupId}/owners/{ownerId}/$ref",
    status: 204,
    run: (call) => {
      const ownerId = call.params["ownerId"] ?? "";
      return administer(call, async (groups) =>
        removedOr(await groups.removeOwner(groupId(call), ownerId), `Owner ${ownerId}`),
      );
    },
  }),
];

function eligible(path: string, role: EligibilityDocument["role"]): Endpoint {
  return relatedThrough<EligibilityDocument>({
    permission: READ_GROUPS,
    path,
    kind: "eligibility",
    idOf: ({ principalId }) => principalId,
    where: async (call) => {
      const group = await ofGroup(call);
      if (group.kind === "refused") return group;
      return done({ ...group.value, narrowing: { op: "eq", path: "role", value: role } });
    },
  });
}
