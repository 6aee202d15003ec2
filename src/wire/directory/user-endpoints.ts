/** /users and /me. */

import { whoCalls } from "../../application/access/who-calls.js";
import { administerDirectory } from "../../application/commands/administer-directory.js";
import { newId } from "../../application/governance/new-id.js";
import type { DirectoryAdministration } from "../../application/ports/directory-administration.js";
import type { MembershipDocument, UserDocument } from "../../application/ports/directory-objects.js";
import { getDirectoryObject, listDirectory } from "../../application/queries/read-directory.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { directoryObjectType } from "../graph-types.js";
import { asItem, change, create, get, list, smallList } from "../rows.js";
import { findUser, USER_KEYS } from "./find-user.js";
import { READ_GROUPS, READ_SELF, READ_USERS, WRITE_USERS } from "./permissions.js";
import { directoryReference } from "./reference.js";
import { readObjects, relatedThrough } from "./related-objects.js";
import { newUser, userChanges, userType } from "./user.js";
import { userDelta } from "./user-delta.js";

const read = { permission: READ_USERS, action: "readDirectory", textKeys: USER_KEYS } as const;
const write = { permission: WRITE_USERS, action: "writeDirectory", textKeys: USER_KEYS } as const;

/** Finds the user, then changes something about them. */
async function administerUser<T>(
  call: EndpointCall,
  run: (administration: DirectoryAdministration, user: UserDocument) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return administerDirectory(call.ports, call.call, async (administration) => {
    const user = await findUser(call);
    return user.kind === "refused" ? user : run(administration, user.value.document);
  });
}

const userItem = (
  id: string | null,
  call: EndpointCall,
  otherwise: string,
): Promise<Outcome<Item<UserDocument>>> =>
  id === null
    ? Promise.resolve(refused("Request_ResourceNotFound", otherwise))
    : asItem(getDirectoryObject(call.ports, call.call, "user", id));

export const userEndpoints: readonly Endpoint[] = [
  get({
    path: "/me",
    permission: READ_SELF,
    action: "self",
    type: userType,
    context: "users/$entity",
    find: async ({ ports, call }) => {
      const me = await whoCalls(ports, call);
      const id = me.kind === "done" ? me.value.objectId : null;
      const found = id === null ? undefined : await ports.documents.get<UserDocument>("directory", id, id);
      return found?.document.kind === "user"
        ? done({ model: found.document, etag: found.etag })
        : refused("Request_ResourceNotFound", "You are signed in, but have no entry in this directory.");
    },
  }),
  list({
    ...read,
    path: "/users",
    type: userType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "user" }, query),
  }),
  userDelta,
  get({ ...read, path: "/users/{userId}", type: userType, find: (call) => asItem(findUser(call)) }),
  create({
    ...write,
    path: "/users",
    type: userType,
    body: newUser,
    run: ({ ports, call }, body) =>
      administerDirectory(ports, call, async ({ users }) => {
        if (call.idempotency === undefined) return asItem(users.create(body));
        const id = newId(ports, call, "user");
        const earlier = await asItem(getDirectoryObject(ports, call, "user", id));
        return earlier.kind === "done" ? earlier : asItem(users.create({ ...body, id }));
      }),
  }),
  change({
    ...write,
    method: "PATCH",
    path: "/users/{userId}",
    body: userChanges,
    status: 204,
    run: (call, body) => administerUser(call, ({ users }, { id }) => users.update(id, body, call.ifMatch)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/users/{userId}",
    status: 204,
    run: (call) => administerUser(call, ({ users }, { id }) => users.delete(id, call.ifMatch)),
  }),
  get({
    ...read,
    path: "/users/{userId}/manager",
    type: userType,
    context: "directoryObjects/$entity",
    find: async (call) => {
      const user = await findUser(call);
      if (user.kind === "refused") return user;
      const { managerId, displayName } = user.value.document;
      return userItem(managerId, call, `Resource 'manager' does not exist: ${displayName} has none.`);
    },
  }),
  change({
    ...write,
    method: "PUT",
    path: "/users/{userId}/manager/$ref",
    body: directoryReference,
    status: 204,
    run: (call, managerId) => administerUser(call, ({ users }, { id }) => users.setManager(id, managerId)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/users/{userId}/manager/$ref",
    status: 204,
    run: (call) => administerUser(call, ({ users }, { id }) => users.setManager(id, null)),
  }),
  list({
    ...read,
    path: "/users/{userId}/directReports",
    type: userType,
    context: "directoryObjects",
    query: async (call, query) => {
      const user = await findUser(call);
      if (user.kind === "refused") return user;
      const narrowing = { op: "eq", path: "managerId", value: user.value.document.id } as const;
      return listDirectory(call.ports, call.call, { kind: "user", narrowing }, query);
    },
  }),
  smallList({
    ...read,
    path: "/users/{userId}/sponsors",
    type: directoryObjectType,
    context: "directoryObjects",
    all: async (call) => {
      const user = await findUser(call);
      return user.kind === "refused" ? user : done(await readObjects(call, user.value.document.sponsorIds));
    },
  }),
  change({
    ...write,
    method: "POST",
    path: "/users/{userId}/sponsors/$ref",
    body: directoryReference,
    status: 204,
    run: (call, sponsorId) => administerUser(call, ({ users }, { id }) => users.addSponsor(id, sponsorId)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/users/{userId}/sponsors/{sponsorId}/$ref",
    status: 204,
    run: (call) =>
      administerUser(call, ({ users }, { id }) => users.removeSponsor(id, call.params["sponsorId"] ?? "")),
  }),
  relatedThrough<MembershipDocument>({
    permission: READ_GROUPS,
    textKeys: USER_KEYS,
    path: "/users/{userId}/memberOf",
    kind: "membership",
    idOf: ({ groupId }) => groupId,
    where: async (call) => {
      const user = await findUser(call);
      if (user.kind === "refused") return user;
      return done({ narrowing: { op: "eq", path: "memberId", value: user.value.document.id } });
    },
  }),
  smallList({
    permission: READ_GROUPS,
    action: "readDirectory",
    textKeys: USER_KEYS,
    path: "/users/{userId}/transitiveMemberOf",
    type: directoryObjectType,
    context: "directoryObjects",
    all: async (call) => {
      const user = await findUser(call);
      if (user.kind === "refused") return user;
      const ids = await call.ports.directory.transitiveMemberOf(user.value.document.id);
      return done(await readObjects(call, ids));
    },
  }),
];
