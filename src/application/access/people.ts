/** People and applications as subjects and as targets of policies: those of the directory, and those it does not have yet. */
import type { Target } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { Caller } from "../../domain/authorization/caller.js";
import { readMailAddress } from "../../domain/connected-organization/mail-address.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Subject, SubjectReference } from "../../domain/subject/subject.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { DirectoryUser } from "../ports/directory.js";
import type { Ports } from "../ports/ports.js";
import {
  affiliationOf,
  externalSubjectId,
  homeTenantOf,
  tenantsToLookIn,
  tenantsVouchingFor,
} from "./external-identity.js";

export type Person = { readonly subject: Subject; readonly target: Target };

/** A person from outside, as a token or an administrator names them. */
export type ExternalUser = {
  /** In lower case. */
  readonly email: string;
  readonly tenantId: string;
  readonly displayName: string | null;
};

/** undefined when the directory has neither a user nor a service principal with this id. */
export async function findPerson(ports: Ports, objectId: string): Promise<Person | undefined> {
  const user = await ports.directory.user(objectId);
  if (user !== undefined) return personOfUser(ports, user);
  const servicePrincipal = await ports.directory.servicePrincipal(objectId);
  if (servicePrincipal === undefined) return undefined;
  const { id, displayName } = servicePrincipal;
  const [kept, groupIds] = await Promise.all([
    keptSubject(ports, ownSubjectId(ports, id)),
    ports.directory.transitiveMemberOf(id),
  ]);
  return {
    subject: {
      ...(kept ?? newSubject(ownSubjectId(ports, id), id)),
      displayName,
      subjectType: "servicePrincipal",
    },
    target: { kind: "servicePrincipal", objectId: id, displayName, groupIds: new Set(groupIds) },
  };
}

/** `provenTenantId`: where a guest is signed in at this moment. */
export async function personOfUser(
  ports: Ports,
  user: DirectoryUser,
  provenTenantId?: string,
): Promise<Person> {
  const { id, displayName, mail, userPrincipalName, userType } = user;
  const [subject, groupIds] = await Promise.all([
    subjectOfUser(ports, user),
    ports.directory.transitiveMemberOf(id),
  ]);
  const fresh: Subject = {
    ...subject,
    objectId: id,
    displayName,
    email: mail,
    principalName: userPrincipalName,
    subjectType: "user",
  };
  const member = { kind: "user", objectId: id, displayName, userType, groupIds: new Set(groupIds) } as const;
  if (userType === "Member") return { subject: fresh, target: member };
  const settings = await loadTenantSettings(ports);
  const tenantIds = [
    provenTenantId,
    subject.homeTenantId,
    ...tenantsVouchingFor(user, settings.knownTenants),
  ].filter((tenantId) => tenantId !== undefined);
  const hasFacebookAccount = user.identityIssuers?.includes("facebook.com") === true;
  const email = readMailAddress(mail ?? "") ?? null;
  const affiliation = await affiliationOf(ports, { tenantIds, email, hasFacebookAccount }, settings);
  const [homeTenantId] = tenantIds;
  return {
    subject: {
      ...fresh,
      connectedOrganizationId: affiliation.organization?.id ?? null,
      ...(homeTenantId === undefined ? {} : { homeTenantId }),
    },
    target: { ...member, affiliation },
  };
}

/** A person whom the directory does not have; as their subject remembers them where there is one. */
export async function externalPerson(ports: Ports, user: ExternalUser): Promise<Person> {
  const { email, tenantId, displayName } = user;
  const id = externalSubjectId(ports, email, tenantId);
  const [kept, settings] = await Promise.all([keptSubject(ports, id), loadTenantSettings(ports)]);
  const linked = kept?.objectId ?? null;
  // A guest who was deleted: access needs a new one.
  const objectId = linked !== null && (await ports.directory.user(linked)) === undefined ? null : linked;
  const affiliation = await affiliationOf(
    ports,
    { tenantIds: [tenantId], email, hasFacebookAccount: false },
    settings,
  );
  const name = displayName ?? kept?.displayName ?? email;
  return {
    subject: {
      ...(kept ?? newSubject(id, null)),
      objectId,
      displayName: name,
      email,
      principalName: email,
      subjectType: "user",
      connectedOrganizationId: affiliation.organization?.id ?? null,
      homeTenantId: tenantId,
    },
    target: {
      kind: "externalUser",
      objectId: null,
      displayName: name,
      email,
      groupIds: new Set(),
      affiliation,
    },
  };
}

/** Whoever has this address: the directory's only user with it, or else somebody from outside whose address it is. */
export async function findPersonByMail(ports: Ports, address: string): Promise<Outcome<Person>> {
  const email = readMailAddress(address);
  if (email === undefined)
    return refused(
      "InvalidModel",
      `"${address.slice(0, 80)}" is no mail address.`,
      "assignment/target/email",
    );
  const [user, another] = await ports.directory.usersByMail(email);
  if (another !== undefined)
    return refused(
      "InvalidModel",
      `Several users of the directory have the mail address ${email}; say which one is meant by their object id.`,
      "assignment/target/email",
    );
  if (user !== undefined) return done(await personOfUser(ports, user));
  const { knownTenants } = await loadTenantSettings(ports);
  const tenantId = homeTenantOf(ports, email, knownTenants);
  return done(await externalPerson(ports, { email, tenantId, displayName: null }));
}

/** Whoever an assignment or request is about, as the world has them now; undefined when nobody is left. */
export async function findAgain(ports: Ports, reference: SubjectReference): Promise<Person | undefined> {
  const kept = await keptSubject(ports, reference.id);
  const objectId = reference.objectId ?? kept?.objectId ?? null;
  const person = objectId === null ? undefined : await findPerson(ports, objectId);
  if (person !== undefined) return person.subject.id === reference.id ? person : undefined;
  if (objectId !== null || kept === undefined || kept.homeTenantId === undefined) return undefined;
  const email = readMailAddress(kept.email ?? "");
  return email === undefined
    ? undefined
    : externalPerson(ports, { email, tenantId: kept.homeTenantId, displayName: kept.displayName });
}

/**
 * The one subject of a directory user. Whoever asked for access before the directory had them keeps the subject that they had then;
 * but a user who has a subject of their own keeps that one.
 */
export async function subjectOfUser(ports: Ports, user: DirectoryUser): Promise<Subject> {
  const ownId = ownSubjectId(ports, user.id);
  const own = await keptSubject(ports, ownId);
  return own ?? (await subjectFromBefore(ports, user)) ?? newSubject(ownId, user.id);
}

async function subjectFromBefore(ports: Ports, user: DirectoryUser): Promise<Subject | undefined> {
  const { knownTenants } = await loadTenantSettings(ports);
  const email = readMailAddress(user.mail ?? "");
  const ids =
    email === undefined
      ? []
      : tenantsToLookIn(ports, user, knownTenants).map((tenantId) =>
          externalSubjectId(ports, email, tenantId),
        );
  const found = await Promise.all(ids.map((id) => keptSubject(ports, id)));
  const before = found.find((subject) => subject !== undefined && isFor(subject, user));
  if (before !== undefined) return before;
  // Found by its link: the address may have changed since, or a guest has become a member.
  const linked = await ports.documents.query<Subject>({
    container: "access",
    kind: "subject",
    filter: { op: "eq", path: "objectId", value: user.id },
    top: 1,
  });
  return linked.items[0]?.document;
}

/** Somebody who asked before the directory had them, and whom it has now; undefined while it has not, or has them as somebody else. */
export async function subjectNowInDirectory(ports: Ports, subject: Subject): Promise<Subject | undefined> {
  const email = readMailAddress(subject.email ?? "");
  if (subject.objectId !== null || email === undefined) return undefined;
  const users = (await ports.directory.usersByMail(email)).filter(({ accountEnabled }) => accountEnabled);
  const people = await Promise.all(users.map((user) => personOfUser(ports, user)));
  const [now, another] = people.map((person) => person.subject).filter(({ id }) => id === subject.id);
  // Two accounts that could be theirs: nobody here can say which one is, so neither gets what waits.
  return another === undefined ? now : undefined;
}

function isFor({ objectId }: Subject, user: DirectoryUser): boolean {
  return objectId === null || objectId === user.id;
}

/** Someone the directory no longer has, as their assignment remembers them: access can still be taken away. */
export function remembered(reference: SubjectReference): Target {
  return {
    kind: "user",
    objectId: reference.objectId ?? "",
    displayName: reference.displayName,
    userType: "Member",
    groupIds: new Set(),
  };
}

/** Whoever calls, as a requestor: by the name in the token, and the address by which they were found. */
export function requestorOf(
  ports: Ports,
  caller: Caller | { readonly kind: "system" },
  /** The caller's subject, where they are a person. */
  me:
    | { readonly objectId: string | null; readonly subjectId: string; readonly email: string | null }
    | undefined,
  target: SubjectReference,
): SubjectReference {
  if (caller.kind === "system" || me?.subjectId === target.id) return target;
  if (me === undefined && caller.objectId === target.objectId) return target;
  return {
    id: me?.subjectId ?? ownSubjectId(ports, caller.objectId),
    objectId: me === undefined ? caller.objectId : me.objectId,
    displayName: caller.displayName,
    email: me?.email ?? null,
    principalName: caller.kind === "user" ? caller.userPrincipalName : null,
    subjectType: caller.kind === "user" ? "user" : "servicePrincipal",
  };
}

export async function keptSubject(ports: Ports, subjectId: string): Promise<Subject | undefined> {
  const stored = await ports.documents.get<Subject>("access", subjectId, subjectId);
  return stored?.document;
}

function ownSubjectId(ports: Ports, objectId: string): string {
  return ports.ids.derive("subject", objectId);
}

function newSubject(id: string, objectId: string | null): Subject {
  return {
    kind: "subject",
    id,
    objectId,
    displayName: null,
    email: null,
    principalName: null,
    onPremisesSecurityIdentifier: null,
    subjectType: "notSpecified",
    subjectLifecycle: "notDefined",
    connectedOrganizationId: null,
  };
}
