/** The callers of every column with their roles, a few people with a part in the story, and three catalogs. */
import { ENTITLEMENT_ROLES } from "../../../src/domain/authorization/role.js";
import { must } from "../../builders/world.js";
import { EM, idOf, ROLES } from "../../hosts/surface-fixture.js";
import { COLUMNS, type Column, callerOf } from "../columns.js";
import { reference } from "../example.js";
import type { Seeding } from "./seeding.js";

export async function seedPeople(seeding: Seeding): Promise<void> {
  for (const column of COLUMNS) await seedColumn(seeding, column);
  seeding.name({ approverId: seeding.id("Approver") });
  await seedPerson(seeding, "bossId");
  await seedPerson(seeding, "askerId", { managerId: seeding.id("bossId") });
  await seedPerson(seeding, "outsiderId", { userType: "Guest" });
  for (const name of ["deniedId", "failedId", "formerId", "waitingId"]) await seedPerson(seeding, name);
  must(await seeding.directory.users.addSponsor(seeding.id("outsiderId"), seeding.id("bossId")));

  // The catalog that the examples are about, an empty one, and somebody else's.
  seeding.name({
    catalogId: await seeding.make("/catalogs", { displayName: "Sales", isExternallyVisible: true }),
    emptyCatalogId: await seeding.make("/catalogs", { displayName: "Empty" }),
    otherCatalogId: await seeding.make("/catalogs", { displayName: "Other" }),
  });
  for (const column of COLUMNS) await giveRoles(seeding, column);

  // Whoever has a mail address of example.org comes from there, guests at least.
  const organizationId = await seeding.make("/connectedOrganizations", {
    displayName: "Partner",
    identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "example.org" }],
  });
  seeding.name({ organizationId });
  for (const [kind, id] of [
    ["internal", seeding.id("bossId")],
    ["external", seeding.id("outsiderId")],
  ] as const) {
    const sponsors = `${EM}/connectedOrganizations/${organizationId}/${kind}Sponsors`;
    await seeding.send("POST", `${sponsors}/$ref`, reference("users", id));
  }
}

async function seedPerson(
  seeding: Seeding,
  name: string,
  says: { readonly managerId?: string; readonly userType?: "Guest" } = {},
): Promise<void> {
  const id = seeding.newId();
  await seeding.world.person(id, says);
  seeding.name({ [name]: id });
  seeding.callers[name] = callerOf({ name, is: "" }, id, "");
}

async function seedColumn(seeding: Seeding, column: Column): Promise<void> {
  if (column.appRoles === undefined) {
    await seedPerson(seeding, column.name, column.isGuest === true ? { userType: "Guest" } : {});
    seeding.callers[column.name] = callerOf(column, seeding.id(column.name), "");
    return;
  }
  const { applications } = seeding.directory;
  const { appId } = must(await applications.createApplication({ displayName: column.name })).document;
  const { id } = must(await applications.createServicePrincipal({ appId })).document;
  seeding.name({ [column.name]: id });
  seeding.callers[column.name] = callerOf(column, id, appId);
}

async function giveRoles(seeding: Seeding, { name, entitlementRole, in: where }: Column): Promise<void> {
  if (entitlementRole === undefined) return;
  const catalogs = where === "otherCatalog" ? ["otherCatalogId"] : ["catalogId", "emptyCatalogId"];
  const scopes =
    where === undefined ? ["/"] : catalogs.map((one) => `/AccessPackageCatalog/${seeding.id(one)}`);
  for (const appScopeId of scopes) {
    const given = await seeding.send("POST", `${ROLES}/roleAssignments`, {
      principalId: seeding.id(name),
      roleDefinitionId: ENTITLEMENT_ROLES[entitlementRole].id,
      appScopeId,
    });
    if (where === undefined) seeding.name({ creatorRoleAssignmentId: idOf(given) });
    else if (entitlementRole === "catalogReader" && appScopeId === scopes[0])
      seeding.name({ roleAssignmentId: idOf(given) });
  }
}
