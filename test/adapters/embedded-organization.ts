/** A data folder with the contract suites' organization in it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EmbeddedDirectory,
  openEmbeddedDirectory,
} from "../../src/adapters/embedded/directory/embedded-directory.js";
import {
  type EmbeddedDocuments,
  openDocuments,
} from "../../src/adapters/embedded/documents/embedded-documents.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { INDEXES } from "../../src/adapters/index-declaration.js";
import type { Outcome } from "../../src/domain/errors.js";
import type { Organization } from "../contracts/directory.js";

export type Folder = {
  readonly path: string;
  readonly store: EmbeddedStore;
  readonly directory: EmbeddedDirectory;
  readonly documents: EmbeddedDocuments;
  readonly clock: SimulatedClock;
  close(): Promise<void>;
};

export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "gatehouse-directory-"));
  const store = openStore(join(path, "gatehouse.db"));
  const documents = openDocuments(store, INDEXES);
  const clock = simulatedClock(Date.parse("2026-11-22T19:00:00Z"));
  const directory = openEmbeddedDirectory({ documents, clock, ids: randomIds() });
  return { path, store, directory, documents, clock, close: () => store.close() };
}

/** The value, or an error that carries the refusal: for set-up that must succeed. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.kind === "refused") throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

/** Fills the folder; gives the id of each name. */
export async function seed(folder: Folder, organization: Organization): Promise<ReadonlyMap<string, string>> {
  const { users, groups, applications, sites, directoryRoles } = folder.directory;
  const all = [
    ...organization.users,
    ...organization.groups,
    ...organization.applications,
    ...organization.sites,
  ];
  const ids = new Map(all.map(({ name }) => [name, randomIds().next()]));
  const id = (name: string) => ids.get(name) ?? name;
  for (const { name, manager, sponsors = [], enabled = true, mail } of organization.users) {
    must(
      await users.create({
        id: id(name),
        displayName: name,
        userPrincipalName: `${name}@example.org`,
        mail: mail ?? null,
        accountEnabled: enabled,
        // Set at creation, where no circle is looked for: the organization has one.
        managerId: manager === undefined ? null : id(manager),
        sponsorIds: sponsors.map(id),
      }),
    );
  }
  for (const { name, groupTypes = [], onPremisesSyncEnabled = false } of organization.groups) {
    must(await groups.create({ id: id(name), displayName: name, groupTypes, onPremisesSyncEnabled }));
  }
  for (const { name, members, owners } of organization.groups) {
    for (const member of members) must(await groups.addMember(id(name), id(member)));
    for (const owner of owners) must(await groups.addOwner(id(name), id(owner)));
  }
  for (const { name, roles, owners } of organization.applications) {
    const appRoles = roles.map((displayName) => ({
      ...{ id: randomIds().next(), displayName, description: null, isEnabled: true, value: displayName },
      allowedMemberTypes: ["User"],
    }));
    const application = must(await applications.createApplication({ displayName: name, appRoles })).document;
    must(await applications.createServicePrincipal({ id: id(name), appId: application.appId }));
    for (const owner of owners) must(await applications.addOwner(id(name), id(owner)));
  }
  for (const { name, webUrl } of organization.sites) {
    must(await sites.create({ id: id(name), displayName: name, webUrl }));
  }
  for (const { principal, roleTemplateId } of organization.directoryRoles) {
    must(await directoryRoles.assign(id(principal), roleTemplateId));
  }
  return ids;
}
