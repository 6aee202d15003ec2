/** Writes the people, groups, applications and sites of the sample organization into an empty directory. Writing twice is writing once. */
import {
  appRoleAssignment,
  newApplication,
  servicePrincipal,
} from "../adapters/embedded/directory/applications.js";
import type { DirectoryPorts } from "../adapters/embedded/directory/change.js";
import { directoryRoleMembership } from "../adapters/embedded/directory/directory-roles.js";
import { membership, newGroup, ownership } from "../adapters/embedded/directory/groups.js";
import { newSite } from "../adapters/embedded/directory/sites.js";
import { newUser } from "../adapters/embedded/directory/users.js";
import type { AppRole, ServicePrincipalDocument } from "../application/ports/directory-objects.js";
import type { Document } from "../application/ports/documents.js";
import type { Ids } from "../application/ports/ids.js";
import { DIRECTORY_ROLES } from "../domain/authorization/role.js";
import { GROUPS, type SampleGroup } from "./organization/groups.js";
import { SAMPLE_DOMAIN, upnOf } from "./organization/names.js";
import { GUESTS, OFFICES, PEOPLE } from "./organization/people.js";
import { APPLICATIONS, type SampleApplication, SITES, siteUrlOf } from "./organization/targets.js";

/** The id of an object of the sample: the same in every folder. */
export function sampleId(ids: Ids, kind: "user" | "group" | "app" | "site", key: string): string {
  return ids.derive("sample", kind, key);
}

/** Everything at once, so that the store's group commit writes it in few turns. `api`: the API's own service principal. */
export async function writeSampleDirectory(
  ports: DirectoryPorts,
  api: ServicePrincipalDocument,
): Promise<void> {
  const partitions = new Map<string, Document[]>();
  const put = (partition: string, ...documents: readonly Document[]) => {
    partitions.set(partition, [...(partitions.get(partition) ?? []), ...documents]);
  };
  for (const [owner, document] of [
    ...people(ports),
    ...GROUPS.flatMap((group) => groupDocuments(ports, group)),
    ...APPLICATIONS.flatMap((application) => applicationDocuments(ports, application, api)),
    ...SITES.map(({ key, displayName, description }) => {
      const id = sampleId(ports.ids, "site", key);
      return [id, newSite(ports, { id, displayName, description, webUrl: siteUrlOf(key) })] as const;
    }),
  ]) {
    put(owner, document);
  }
  await Promise.all(
    [...partitions].map(([partition, documents]) =>
      ports.documents.batch(
        "directory",
        partition,
        documents.map((document) => ({ op: "put", document })),
      ),
    ),
  );
}

/** A document and the partition it goes to. */
type Placed = readonly [string, Document];

function people(ports: DirectoryPorts): readonly Placed[] {
  const id = (key: string) => sampleId(ports.ids, "user", key);
  const members = PEOPLE.map(([key, displayName, jobTitle, department, manager, city], index) => {
    const [givenName = displayName, ...rest] = displayName.split(" ");
    const [country = null, usageLocation = null] = OFFICES[city] ?? [];
    return newUser(ports, {
      id: id(key),
      displayName,
      givenName,
      surname: rest.join(" "),
      userPrincipalName: upnOf(key),
      mail: upnOf(key),
      mailNickname: key,
      jobTitle,
      department,
      companyName: "Northwind Harbor",
      employeeId: String(1000 + index),
      employeeType: "Employee",
      managerId: manager === null ? null : id(manager),
      city,
      country,
      usageLocation,
      officeLocation: city,
      preferredLanguage: "en",
    });
  });
  const guests = GUESTS.map(([key, displayName, mail, domain, sponsor]) =>
    newUser(ports, {
      id: id(key),
      displayName,
      userPrincipalName: `${mail.replace("@", "_")}#EXT#@${SAMPLE_DOMAIN}`,
      mail,
      userType: "Guest",
      externalUserState: "Accepted",
      identities: [{ signInType: "federated", issuer: domain, issuerAssignedId: null }],
      sponsorIds: [id(sponsor)],
      preferredLanguage: "en",
    }),
  );
  const roles = [
    ["admin", DIRECTORY_ROLES.globalAdministrator],
    ["ingrid.solberg", DIRECTORY_ROLES.identityGovernanceAdministrator],
    ["grace.mwangi", DIRECTORY_ROLES.globalReader],
  ] as const;
  return [
    ...[...members, ...guests].map((user) => [user.id, user] as const),
    ...roles.map(
      ([key, { templateId }]) => [id(key), directoryRoleMembership(id(key), "user", templateId)] as const,
    ),
  ];
}

function groupDocuments(ports: DirectoryPorts, group: SampleGroup): readonly Placed[] {
  const { key, displayName, description, departments, unified } = group;
  const id = sampleId(ports.ids, "group", key);
  const document = newGroup(ports, {
    id,
    displayName,
    description,
    mailNickname: key,
    ...(unified === true ? { mail: upnOf(key), mailEnabled: true, securityEnabled: false } : {}),
    groupTypes: [
      ...(unified === true ? ["Unified"] : []),
      ...(departments === undefined ? [] : ["DynamicMembership"]),
    ],
    membershipRule:
      departments === undefined
        ? null
        : `user.department -in [${departments.map((name) => `"${name}"`).join(", ")}]`,
  });
  const byRule = PEOPLE.filter((person) => departments?.includes(person[3])).map((person) => person[0]);
  const members = [...byRule, ...(group.members ?? [])].map((member) => {
    const type = GROUPS.some((one) => one.key === member) ? "group" : "user";
    return membership(id, sampleId(ports.ids, type, member), type);
  });
  return [document, ...members, ...owners(ports, id, group.owners)].map((one) => [id, one]);
}

function applicationDocuments(
  ports: DirectoryPorts,
  application: SampleApplication,
  api: ServicePrincipalDocument,
): readonly Placed[] {
  const { key, displayName, description, permissions = [] } = application;
  const id = sampleId(ports.ids, "app", key);
  const registrationId = ports.ids.derive("sample", "application", key);
  const appId = ports.ids.derive("sample", "appId", key);
  const appRoles: readonly AppRole[] = application.roles.map(([value, name, text]) => ({
    id: ports.ids.derive("sample", "appRole", key, value),
    displayName: name,
    description: text,
    isEnabled: true,
    value,
    allowedMemberTypes: ["User"],
  }));
  const registration = newApplication(ports, {
    id: registrationId,
    appId,
    displayName,
    description,
    appRoles,
  });
  const principal = servicePrincipal(ports, {
    id,
    appId,
    displayName,
    appDescription: description,
    appRoles,
  });
  const granted = permissions.map((permission) =>
    appRoleAssignment(ports, {
      resourceId: api.id,
      principalId: id,
      principalType: "ServicePrincipal",
      principalDisplayName: displayName,
      appRoleId: api.appRoles.find((role) => role.value === permission)?.id ?? permission,
    }),
  );
  return [
    ...[registration, ...owners(ports, registrationId, application.owners)].map(
      (one) => [registrationId, one] as const,
    ),
    ...[principal, ...owners(ports, id, application.owners)].map((one) => [id, one] as const),
    ...granted.map((one) => [api.id, one] as const),
  ];
}

function owners(ports: DirectoryPorts, objectId: string, keys: readonly string[]): readonly Document[] {
  return keys.map((key) => ownership(objectId, sampleId(ports.ids, "user", key), "user"));
}
