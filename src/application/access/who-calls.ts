/**
 * Which subject is a signed-in caller? Somebody with a token of another tenant has an object id there that means nothing here: they are
 * the guest whose address and tenant they show, or a person whom the directory does not have yet.
 */
import type { Caller } from "../../domain/authorization/caller.js";
import { readMailAddress } from "../../domain/connected-organization/mail-address.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { SubjectReference } from "../../domain/subject/subject.js";
import { atPresent } from "../at-present.js";
import type { Call } from "../call.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { DirectoryUser } from "../ports/directory.js";
import type { Ports } from "../ports/ports.js";
import { externalSubjectId, homeTenantOf, tenantsVouchingFor } from "./external-identity.js";
import {
  type ExternalUser,
  externalPerson,
  findPerson,
  keptSubject,
  type Person,
  personOfUser,
  subjectOfUser,
} from "./people.js";
import { signedIn } from "./signed-in.js";

type UserCaller = Extract<Caller, { kind: "user" }>;

/** The caller as a subject. */
export type Me = {
  /** In the directory; null for whoever is not in it. */
  readonly objectId: string | null;
  readonly subjectId: string;
  /** Null when the directory knows none. */
  readonly email: string | null;
  /** Of a caller with a token of another tenant. */
  readonly from?: ExternalUser;
};

/** As `signedIn`, with the subject that the person is. */
export async function whoCalls(ports: Ports, call: Call): Promise<Outcome<Me>> {
  const caller = signedIn(call);
  return caller.kind === "refused" ? caller : subjectOfCaller(ports, caller);
}

/** Refused: a guest who is blocked, a member who should use their own account, a token without an address. Who somebody is, is known today. */
export async function subjectOfCaller(given: Ports, caller: UserCaller): Promise<Outcome<Me>> {
  const ports = atPresent(given);
  if (caller.isForeign === true) return foreigner(ports, caller);
  const { objectId } = caller;
  const user = await ports.directory.user(objectId);
  const subjectId =
    user === undefined ? ports.ids.derive("subject", objectId) : (await subjectOfUser(ports, user)).id;
  return done({ objectId, subjectId, email: user?.mail ?? null });
}

async function foreigner(ports: Ports, caller: UserCaller): Promise<Outcome<Me>> {
  const email = readMailAddress(caller.userPrincipalName ?? "");
  if (email === undefined)
    return refused(
      "Forbidden",
      "You are signed in to another organization with an account that has no mail address as its name, so nobody here can tell who you are. Sign in with another account.",
    );
  const tenantId = caller.tenantId.toLowerCase();
  const from: ExternalUser = { email, tenantId, displayName: caller.displayName };
  const subjectId = externalSubjectId(ports, email, tenantId);
  const kept = await keptSubject(ports, subjectId);
  const users = await directoryUsersOf(ports, email, kept?.objectId ?? null);
  if (users.some(({ userType }) => userType === "Member"))
    return refused(
      "Forbidden",
      `There is an account for ${email} in this organization. Sign in with it, not with the one of another organization.`,
    );
  const { knownTenants } = await loadTenantSettings(ports);
  // The same address in a tenant that does not vouch for the guest is somebody else.
  const [user, another] = users.filter(
    (one) =>
      tenantsVouchingFor(one, knownTenants).includes(tenantId) ||
      homeTenantOf(ports, email, knownTenants) === tenantId,
  );
  if (user === undefined) return done({ objectId: null, subjectId, email, from });
  if (another !== undefined)
    return refused(
      "Forbidden",
      `There are several guest accounts for ${email} in this organization; an administrator must say which one is yours by deleting the others.`,
    );
  if (!user.accountEnabled)
    return refused(
      "Forbidden",
      `The guest account of ${email} in this organization is blocked; an administrator can unblock it.`,
    );
  return done({ objectId: user.id, subjectId: (await subjectOfUser(ports, user)).id, email, from });
}

async function directoryUsersOf(
  ports: Ports,
  email: string,
  linkedId: string | null,
): Promise<readonly DirectoryUser[]> {
  const linked = linkedId === null ? undefined : await ports.directory.user(linkedId);
  return linked === undefined ? ports.directory.usersByMail(email) : [linked];
}

/** The caller with everything that policies ask about; undefined when the directory no longer has them. */
export async function personWhoCalls(ports: Ports, me: Me): Promise<Person | undefined> {
  if (me.from === undefined) return me.objectId === null ? undefined : findPerson(ports, me.objectId);
  if (me.objectId === null) return externalPerson(ports, me.from);
  const user = await ports.directory.user(me.objectId);
  return user === undefined ? undefined : personOfUser(ports, user, me.from.tenantId);
}

/**
 * Is the caller the one whom a request or an assignment names? By directory object where both have one, by subject otherwise:
 * two people without an object are not the same person.
 */
export async function isCaller(
  ports: Ports,
  caller: UserCaller,
  ...references: readonly Pick<SubjectReference, "id" | "objectId">[]
): Promise<boolean> {
  if (caller.isForeign !== true) {
    if (references.some(({ objectId }) => objectId === caller.objectId)) return true;
    // Whoever was asked for before the directory had them.
    if (references.every(({ objectId }) => objectId !== null)) return false;
  }
  const me = await subjectOfCaller(ports, caller);
  if (me.kind === "refused") return false;
  const { objectId, subjectId } = me.value;
  return references.some(
    (reference) => reference.id === subjectId || (objectId !== null && reference.objectId === objectId),
  );
}

/** Is the caller one of these directory users? A guest is so by whichever account they sign in. */
export async function isAmong(
  ports: Ports,
  caller: UserCaller,
  objectIds: readonly (string | null)[],
): Promise<boolean> {
  if (caller.isForeign !== true) return objectIds.includes(caller.objectId);
  if (objectIds.every((id) => id === null)) return false;
  const me = await subjectOfCaller(ports, caller);
  return me.kind === "done" && me.value.objectId !== null && objectIds.includes(me.value.objectId);
}
