/**
 * Attributes of people that come with access: what was answered is written to the user, and taken away again if it is still what was
 * written. An entry of the ledger names the attribute as its resource and the value as its scope.
 */
import type { UserChanges } from "../../../application/ports/directory-administration.js";
import type { UserDocument } from "../../../application/ports/directory-objects.js";
import type { Stored } from "../../../application/ports/documents.js";
import type { GrantedRole } from "../../../domain/assignment/role-grant.js";
import { attributeNameOf } from "../../../domain/catalog/attribute-names.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { attributesOf } from "../directory/attributes.js";
import type { EmbeddedDirectory } from "../directory/embedded-directory.js";
import { storedObject } from "../directory/rows.js";

/** Attempts at one attribute; each is lost only to another that was written. */
const ATTEMPTS_MAX = 20;

export function openUserAttributes(directory: EmbeddedDirectory) {
  const { documents } = directory.ports;

  async function change(
    user: Stored<UserDocument>,
    role: GrantedRole,
    value: string | null,
  ): Promise<Outcome<unknown>> {
    const changes = changesFor(user.document, role.resourceOriginId, value);
    return changes === undefined
      ? refused("BadRequest", `Users have no attribute ${role.resourceOriginId} that could be written.`)
      : directory.users.update(user.document.id, changes, user.etag);
  }

  /** Several attributes of one person are written at the same moment: whoever loses reads the person again. */
  async function untilFirst(attempt: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
    let outcome = await attempt();
    for (let attempts = 1; attempts < ATTEMPTS_MAX && isBeaten(outcome); attempts++)
      outcome = await attempt();
    return outcome;
  }

  return {
    write: (role: GrantedRole, userId: string) =>
      untilFirst(async () => {
        const user = await storedObject(documents, "user", userId);
        if (user === undefined) return refused("Request_ResourceNotFound", `There is no user ${userId}.`);
        return valueOf(user.document, role) === role.scopeOriginId
          ? done(undefined)
          : change(user, role, role.scopeOriginId);
      }),
    clear: (role: GrantedRole, userId: string) =>
      untilFirst(async () => {
        const user = await storedObject(documents, "user", userId);
        // Somebody else has written another value since: it is theirs.
        if (user === undefined || valueOf(user.document, role) !== role.scopeOriginId) return done(undefined);
        return change(user, role, null);
      }),
    async has(role: GrantedRole, userId: string): Promise<boolean> {
      const user = await storedObject(documents, "user", userId);
      return user !== undefined && valueOf(user.document, role) === role.scopeOriginId;
    },
  };
}

function isBeaten(outcome: Outcome<unknown>): boolean {
  return outcome.kind === "refused" && outcome.code === "PreconditionFailed";
}

function valueOf(user: UserDocument, role: GrantedRole): string | undefined {
  return attributesOf(user)[role.resourceOriginId];
}

function changesFor(user: UserDocument, name: string, value: string | null): UserChanges | undefined {
  if (attributeNameOf(name) !== name) return undefined;
  if (!name.startsWith("extensionAttribute")) return { [name]: value };
  const { [name]: _, ...others } = user.onPremisesExtensionAttributes;
  return { onPremisesExtensionAttributes: value === null ? others : { ...others, [name]: value } };
}
