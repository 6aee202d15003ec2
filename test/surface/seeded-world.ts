/** A world that has one of everything that the API can name, and the callers of every column. Made through the API itself. */
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { Ports } from "../../src/application/ports/ports.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { flakyConnector } from "../builders/flaky-connector.js";
import { World } from "../builders/world.js";
import { type Surface, surfaceOn } from "../hosts/surface-fixture.js";
import { rewinding } from "./rewinding-documents.js";
import { seedCatalog } from "./seed/catalog.js";
import { seedDirectory } from "./seed/directory.js";
import { seedPeople } from "./seed/people.js";
import { seedRequests } from "./seed/requests.js";
import { Seeding } from "./seed/seeding.js";

/** Ids by name; those that are called like a key of a path are its value unless an example says otherwise. */
export type Ids = Readonly<Record<string, string>> & { readonly [known in KnownId]: string };

type KnownId =
  | "catalogId"
  | "emptyCatalogId"
  | "accessPackageId"
  | "directPackageId"
  | "emptyPackageId"
  | "policyId"
  | "directPolicyId"
  | "unusedPolicyId"
  | "resourceId"
  | "groupId"
  | "newGroupId"
  | "requestId"
  | "deniedRequestId"
  | "failedRequestId"
  | "assignmentId"
  | "bossId"
  | "askerId"
  | "approverId"
  | "outsiderId"
  | "creatorRoleAssignmentId"
  | "payrollRoleId"
  | "payrollAppId";

export type SeededWorld = {
  readonly ports: Ports;
  readonly call: Surface["call"];
  readonly ids: Ids;
  readonly callers: Readonly<Record<string, Caller>>;
  /** Bugs that the surface reported: there must be none. */
  readonly bugs: readonly unknown[];
  mark(): void;
  rewind(): Promise<void>;
  close(): Promise<void>;
};

export async function seededWorld(): Promise<SeededWorld> {
  const connector = flakyConnector();
  const rewinder = rewinding();
  const world = World.open({ connector: connector.wrap, everyDocument: rewinder.wrap });
  await ensureGeneralCatalog(world.ports);
  const callers: Record<string, Caller> = {};
  const surface = surfaceOn(world.ports, callers);
  const seeding = new Seeding(world, connector, callers, surface);
  await seedPeople(seeding);
  await seedCatalog(seeding);
  await seedRequests(seeding);
  await seedDirectory(seeding);
  seeding.name({
    objectId: seeding.id("askerId"),
    userId: seeding.id("askerId"),
    memberId: seeding.id("outsiderId"),
    ownerId: seeding.id("bossId"),
    sponsorId: seeding.id("bossId"),
    roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
  });
  return {
    ...surface,
    ports: world.ports,
    // Every known name was given above; what is used without one fails where it is asked for.
    ids: seeding.ids as Ids,
    callers,
    mark: () => rewinder.mark(),
    rewind: () => rewinder.rewind(),
    close: () => world.close(),
  };
}
