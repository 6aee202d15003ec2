/** A world that has one of everything that the API can name, and the callers of every column. Made through the API itself. */
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { instantOf, msOf } from "../../src/domain/time/instant.js";
import { flakyConnector, OUT_OF_ORDER } from "../builders/flaky-connector.js";
import { aPolicy } from "../builders/policy-body.js";
import { must, World } from "../builders/world.js";
import { type Answered, at, EM, idOf, ROLES, type Surface, surfaceOn } from "../hosts/surface-fixture.js";
import { COLUMNS, callerOf } from "./columns.js";
import { reference } from "./example.js";
import { AN_EXTENSION } from "./examples/extensions.js";
import { rewinding } from "./rewinding-documents.js";

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
  readonly call: Surface["call"];
  readonly ids: Ids;
  readonly callers: Readonly<Record<string, Caller>>;
  /** Bugs that the surface reported: there must be none. */
  readonly bugs: readonly unknown[];
  mark(): void;
  rewind(): Promise<void>;
  close(): Promise<void>;
};

const ADMIN = "Global Administrator";
const DAY_MS = 86_400_000;

export async function seededWorld(): Promise<SeededWorld> {
  const flaky = flakyConnector();
  const rewinder = rewinding();
  const world = World.open({ connector: flaky.wrap, everyDocument: rewinder.wrap });
  const { ports, directory } = world;
  const callers: Record<string, Caller> = {};
  const { call, bugs } = surfaceOn(ports, callers);
  await ensureGeneralCatalog(ports);
  const ids: Record<string, string> = {};

  const person = async (name: string, says: { managerId?: string; userType?: "Guest" } = {}) => {
    const id = ports.ids.next();
    await world.person(id, says);
    ids[name] = id;
    return id;
  };
  const post = (path: string, body: object, as = ADMIN): Promise<Answered> =>
    call("POST", path, { as, body });
  const make = async (path: string, body: object, as = ADMIN) => idOf(await post(`${EM}${path}`, body, as));
  const good = async (answered: Promise<Answered>) => {
    const answer = await answered;
    if (answer.status >= 300) throw new Error(`Seeding: ${answer.status} ${answer.text}`);
    return answer;
  };

  for (const column of COLUMNS) {
    if (column.appRoles === undefined) {
      const id = await person(column.name, column.isGuest === true ? { userType: "Guest" } : {});
      callers[column.name] = callerOf(column, id, "");
    } else {
      const { applications } = directory;
      const made = must(await applications.createApplication({ displayName: column.name })).document;
      const principal = must(await applications.createServicePrincipal({ appId: made.appId })).document;
      ids[column.name] = principal.id;
      callers[column.name] = callerOf(column, principal.id, made.appId);
    }
  }
  const bossId = await person("bossId");
  const approverId = ids["Approver"] ?? "";
  const askerId = await person("askerId", { managerId: bossId });
  const outsiderId = await person("outsiderId", { userType: "Guest" });
  await person("deniedId");
  const failedId = await person("failedId");
  const formerId = await person("formerId");
  await person("waitingId");
  for (const name of ["askerId", "deniedId", "formerId", "waitingId"])
    callers[name] = callerOf({ name, is: "" }, ids[name] ?? "", "");
  must(await directory.users.addSponsor(outsiderId, bossId));

  // The catalog that the examples are about, an empty one, and somebody else's.
  const catalogId = await make("/catalogs", { displayName: "Sales", isExternallyVisible: true });
  const emptyCatalogId = await make("/catalogs", { displayName: "Empty" });
  const otherCatalogId = await make("/catalogs", { displayName: "Other" });
  for (const { name, entitlementRole, in: where } of COLUMNS) {
    if (entitlementRole === undefined) continue;
    const scopes =
      where === undefined ? ["/"] : where === "catalog" ? [catalogId, emptyCatalogId] : [otherCatalogId];
    for (const scope of scopes) {
      const given = await good(
        post(`${ROLES}/roleAssignments`, {
          principalId: ids[name],
          roleDefinitionId: ENTITLEMENT_ROLES[entitlementRole].id,
          appScopeId: scope === "/" ? "/" : `/AccessPackageCatalog/${scope}`,
        }),
      );
      if (where === undefined) ids["creatorRoleAssignmentId"] = idOf(given);
      else if (name === "Catalog reader" && scope === catalogId) ids["roleAssignmentId"] = idOf(given);
    }
  }

  const organizationId = await make("/connectedOrganizations", {
    displayName: "Partner",
    identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "example.org" }],
  });
  const organization = `${EM}/connectedOrganizations/${organizationId}`;
  await good(post(`${organization}/internalSponsors/$ref`, reference("users", bossId)));
  await good(post(`${organization}/externalSponsors/$ref`, reference("users", outsiderId)));

  const groupId = ports.ids.next();
  const auditorsId = ports.ids.next();
  const newGroupId = ports.ids.next();
  await world.group(groupId, outsiderId);
  await world.group(auditorsId);
  await world.group(newGroupId);
  must(await directory.groups.addOwner(newGroupId, ids["Catalog owner"] ?? ""));
  must(await directory.groups.addOwner(groupId, bossId));
  const registered = await make("/resourceRequests", {
    requestType: "adminAdd",
    catalog: { id: catalogId },
    resource: { originId: groupId, originSystem: "AadGroup" },
  });
  const resources = await call("GET", `${EM}/catalogs/${catalogId}/resources`, { as: ADMIN });
  const resourceId = String(at(resources.body, "value/0/id"));

  const makePackage = (displayName: string) =>
    make("/accessPackages", { displayName, description: "d", catalog: { id: catalogId } });
  const roleOf = {
    role: {
      originId: `Member_${groupId}`,
      originSystem: "AadGroup",
      resource: { id: resourceId, originSystem: "AadGroup" },
    },
    scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
  };
  const accessPackageId = await makePackage("Tools");
  const directPackageId = await makePackage("Direct");
  const emptyPackageId = await makePackage("Nothing");
  const roleScopeId = await make(`/accessPackages/${accessPackageId}/resourceRoleScopes`, roleOf);
  await make(`/accessPackages/${directPackageId}/resourceRoleScopes`, roleOf);
  const policyId = await make("/assignmentPolicies", aPolicy(accessPackageId, approverId));
  const directPolicyId = await make("/assignmentPolicies", {
    displayName: "Direct",
    description: "d",
    accessPackage: { id: directPackageId },
    allowedTargetScope: "notSpecified",
    expiration: { type: "noExpiration" },
  });
  const unusedPolicyId = await make("/assignmentPolicies", aPolicy(emptyPackageId, approverId));
  const excluding = `${EM}/accessPackages/${accessPackageId}`;
  await good(
    post(`${excluding}/incompatibleAccessPackages/$ref`, reference("accessPackages", emptyPackageId)),
  );
  await good(post(`${excluding}/incompatibleGroups/$ref`, reference("groups", auditorsId)));

  const ask = (as: string) =>
    make("/assignmentRequests", { requestType: "userAdd", assignment: { accessPackageId } }, as);
  const alsoPackageId = await makePackage("Also direct");
  const alsoPolicyId = await make("/assignmentPolicies", {
    displayName: "Also direct",
    description: "d",
    accessPackage: { id: alsoPackageId },
    allowedTargetScope: "notSpecified",
  });
  const give = (targetId: string) =>
    make("/assignmentRequests", {
      requestType: "adminAdd",
      assignment: { targetId, assignmentPolicyId: directPolicyId, accessPackageId: directPackageId },
    });
  const extensionId = await make(`/catalogs/${catalogId}/customWorkflowExtensions`, AN_EXTENSION);
  const unusedExtensionId = await make(`/catalogs/${catalogId}/customWorkflowExtensions`, {
    ...AN_EXTENSION,
    displayName: "Not used",
  });
  const waitingPackageId = await makePackage("After training");
  await make("/assignmentPolicies", {
    ...aPolicy(waitingPackageId, approverId),
    customExtensionStageSettings: [
      {
        stage: "assignmentRequestCreated",
        customExtension: { "@odata.type": AN_EXTENSION["@odata.type"], id: extensionId },
      },
    ],
  });
  const waitingRequestId = await make(
    "/assignmentRequests",
    { requestType: "userAdd", assignment: { accessPackageId: waitingPackageId } },
    "waitingId",
  );
  await make("/assignmentRequests", {
    requestType: "adminAdd",
    assignment: { targetId: formerId, assignmentPolicyId: policyId, accessPackageId },
  });
  await give(outsiderId);
  const requestId = await ask("askerId");
  const deniedRequestId = await ask("deniedId");
  await give(askerId);
  await make("/assignmentRequests", {
    requestType: "adminAdd",
    assignment: {
      targetId: askerId,
      assignmentPolicyId: alsoPolicyId,
      accessPackageId: alsoPackageId,
    },
  });
  await world.settle();
  await good(
    post(
      `${EM}/accessPackages/${directPackageId}/incompatibleAccessPackages/$ref`,
      reference("accessPackages", alsoPackageId),
    ),
  );
  flaky.trouble = async () => OUT_OF_ORDER;
  const failedRequestId = await give(failedId);
  // Long enough for delivery to give up, too short for the pending request to time out.
  await world.advanceTo(instantOf(msOf(world.now()) + 2 * DAY_MS));
  flaky.trouble = undefined;
  const assignmentOf = async (personId: string, packageId: string) => {
    const filter = `target/objectId eq '${personId}' and accessPackage/id eq '${packageId}'`;
    const found = await call("GET", `${EM}/assignments?$filter=${filter}&$expand=target`, { as: ADMIN });
    return {
      assignmentId: String(at(found.body, "value/0/id")),
      subjectId: String(at(found.body, "value/0/target/id")),
    };
  };
  const former = await assignmentOf(formerId, accessPackageId);
  await make("/assignmentRequests", {
    requestType: "adminRemove",
    assignment: { id: former.assignmentId },
  });
  const waiting = await ports.documents.find<AssignmentRequest>(
    "access",
    "assignmentRequest",
    waitingRequestId,
  );
  const stageOf = async (id: string) => {
    const stages = await call("GET", `${EM}/accessPackageAssignmentApprovals/${id}/stages`, {
      as: "Approver",
    });
    if (bugs[0] !== undefined) throw bugs[0];
    return String(at(stages.body, "value/0/id"));
  };
  await good(
    call(
      "PATCH",
      `${EM}/accessPackageAssignmentApprovals/${deniedRequestId}/stages/${await stageOf(deniedRequestId)}`,
      {
        as: "Approver",
        body: { reviewResult: "Deny", justification: "no" },
      },
    ),
  );
  await world.settle();
  const askers = await assignmentOf(askerId, directPackageId);
  const outsiders = await assignmentOf(outsiderId, directPackageId);
  const { applications, sites, azureResources } = directory;
  const payrollRoleId = ports.ids.next();
  const payroll = must(
    await applications.createApplication({
      displayName: "Payroll",
      appRoles: [
        {
          id: payrollRoleId,
          displayName: "Clerk",
          description: null,
          isEnabled: true,
          value: "Clerk",
          allowedMemberTypes: ["User"],
        },
      ],
    }),
  ).document;
  const unregistered = must(
    await applications.createApplication({ displayName: "No principal yet" }),
  ).document;
  const principal = must(await applications.createServicePrincipal({ appId: payroll.appId })).document;
  const site = must(
    await sites.create({ displayName: "Wiki", webUrl: "https://example.sharepoint.com/sites/wiki" }),
  ).document;
  const subscription = must(
    await azureResources.create({
      displayName: "Cloud",
      armId: `/subscriptions/${ports.ids.next()}`,
      roleDefinitions: [],
    }),
  ).document;
  await make("/resourceRequests", {
    requestType: "adminAdd",
    catalog: { id: catalogId },
    resource: { originId: site.webUrl, originSystem: "SharePointOnline" },
  });
  const siteResources = await call(
    "GET",
    `${EM}/catalogs/${catalogId}/resources?$filter=originSystem eq 'SharePointOnline'`,
    { as: ADMIN },
  );
  const inDirectory = async (path: string, body: object) => good(post(`/v1.0${path}`, body));
  const secret = await inDirectory(`/applications/${payroll.id}/addPassword`, {});
  const appRole = await inDirectory(`/servicePrincipals/${principal.id}/appRoleAssignedTo`, {
    principalId: bossId,
    resourceId: principal.id,
    appRoleId: payrollRoleId,
  });
  await inDirectory(`/applications/${payroll.id}/owners/$ref`, reference("directoryObjects", bossId));
  await inDirectory(`/servicePrincipals/${principal.id}/owners/$ref`, reference("directoryObjects", bossId));
  const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
  await inDirectory(`/directoryRoles/${globalReader}/members/$ref`, reference("directoryObjects", bossId));
  const roles = await call("GET", `/v1.0/sites/${site.id}?$select=roles`, { as: ADMIN });
  const siteRoleId = String(at(roles.body, "roles/0/id"));
  const permission = await inDirectory(`/sites/${site.id}/permissions`, {
    roles: [siteRoleId],
    grantedToV2: { user: { id: bossId } },
  });
  const environments = await call(
    "GET",
    `${EM}/resourceEnvironments?$filter=originSystem eq 'SharePointOnline'`,
    { as: ADMIN },
  );
  const delegationId = await make(
    "/approvalDelegations",
    { delegateId: bossId, reason: "holidays" },
    "Approver",
  );
  await world.settle();

  Object.assign(ids, {
    ...{ catalogId, emptyCatalogId, groupId, newGroupId, resourceId, resourceRequestId: registered },
    ...{ accessPackageId, directPackageId, emptyPackageId, roleScopeId, incompatibleId: emptyPackageId },
    ...{ policyId, directPolicyId, unusedPolicyId, approverId, askerId, bossId, outsiderId, auditorsId },
    ...{ requestId, deniedRequestId, failedRequestId, stageId: await stageOf(requestId) },
    ...askers,
    outsiderAssignmentId: outsiders.assignmentId,
    outsiderSubjectId: outsiders.subjectId,
    ...{ extensionId, unusedExtensionId, waitingRequestId },
    calloutId: waiting?.document.callouts?.[0]?.id ?? "",
    objectId: askerId,
    roleDefinitionId: ENTITLEMENT_ROLES.catalogReader.id,
    ...{ organizationId, delegationId },
    environmentId: String(at(environments.body, "value/0/id")),
    userId: askerId,
    memberId: outsiderId,
    ownerId: bossId,
    sponsorId: bossId,
    applicationId: payroll.id,
    appId: payroll.appId,
    payrollAppId: unregistered.appId,
    servicePrincipalId: principal.id,
    ...{ payrollRoleId, appRoleAssignmentId: idOf(appRole), secretKeyId: String(at(secret.body, "keyId")) },
    siteResourceId: String(at(siteResources.body, "value/0/id")),
    alsoPackageId,
    siteId: site.id,
    permissionId: idOf(permission),
    siteRoleId,
    azureResourceId: subscription.id,
    roleId: globalReader,
    templateId: globalReader,
  });
  return {
    call,
    // Filled above with every known name.
    ids: ids as Ids,
    callers,
    bugs,
    mark: () => rewinder.mark(),
    rewind: () => rewinder.rewind(),
    close: () => world.close(),
  };
}
