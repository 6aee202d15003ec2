/** What the catalog holds: a group, packages that exclude others, policies of every kind that the requests need, extensions. */

import { aPolicy } from "../../builders/policy-body.js";
import { must } from "../../builders/world.js";
import { EM } from "../../hosts/surface-fixture.js";
import { reference } from "../example.js";
import { AN_EXTENSION } from "../examples/extensions.js";
import type { Seeding } from "./seeding.js";

export async function seedCatalog(seeding: Seeding): Promise<void> {
  const catalogId = seeding.id("catalogId");
  const approverId = seeding.id("approverId");
  await seedGroups(seeding, catalogId);
  await seedPackages(seeding, catalogId);
  const policy = (body: object) => seeding.make("/assignmentPolicies", body);
  // Nobody can ask for these; they are given, and can be given back.
  const direct = (displayName: string, packageName: string) =>
    policy({
      displayName,
      description: "d",
      accessPackage: { id: seeding.id(packageName) },
      allowedTargetScope: "notSpecified",
      requestorSettings: { enableTargetsToSelfRemoveAccess: true },
    });
  const extensions = `/catalogs/${catalogId}/customWorkflowExtensions`;
  const extensionId = await seeding.make(extensions, AN_EXTENSION);
  seeding.name({
    extensionId,
    unusedExtensionId: await seeding.make(extensions, { ...AN_EXTENSION, displayName: "Not used" }),
    policyId: await policy(aPolicy(seeding.id("accessPackageId"), approverId)),
    unusedPolicyId: await policy(aPolicy(seeding.id("emptyPackageId"), approverId)),
    directPolicyId: await direct("Direct", "directPackageId"),
    alsoPolicyId: await direct("Also direct", "alsoPackageId"),
    waitingPolicyId: await policy({
      ...aPolicy(seeding.id("waitingPackageId"), approverId),
      customExtensionStageSettings: [
        {
          stage: "assignmentRequestCreated",
          customExtension: { "@odata.type": AN_EXTENSION["@odata.type"], id: extensionId },
        },
      ],
    }),
  });
}

async function seedGroups(seeding: Seeding, catalogId: string): Promise<void> {
  const [groupId, auditorsId, newGroupId] = [seeding.newId(), seeding.newId(), seeding.newId()];
  const { world, directory } = seeding;
  await world.group(groupId, seeding.id("outsiderId"));
  await world.group(auditorsId);
  await world.group(newGroupId);
  must(await directory.groups.addOwner(newGroupId, seeding.id("Catalog owner")));
  must(await directory.groups.addOwner(groupId, seeding.id("bossId")));
  const resourceRequestId = await seeding.make("/resourceRequests", {
    requestType: "adminAdd",
    catalog: { id: catalogId },
    resource: { originId: groupId, originSystem: "AadGroup" },
  });
  const resourceId = await seeding.read(`/catalogs/${catalogId}/resources`, "value/0/id");
  seeding.name({ groupId, auditorsId, newGroupId, resourceRequestId, resourceId });
}

async function seedPackages(seeding: Seeding, catalogId: string): Promise<void> {
  const groupId = seeding.id("groupId");
  const make = (displayName: string) =>
    seeding.make("/accessPackages", { displayName, description: "d", catalog: { id: catalogId } });
  const accessPackageId = await make("Tools");
  const directPackageId = await make("Direct");
  const emptyPackageId = await make("Nothing");
  const membership = {
    role: {
      originId: `Member_${groupId}`,
      originSystem: "AadGroup",
      resource: { id: seeding.id("resourceId"), originSystem: "AadGroup" },
    },
    scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
  };
  await seeding.make(`/accessPackages/${directPackageId}/resourceRoleScopes`, membership);
  const excluding = `${EM}/accessPackages/${accessPackageId}`;
  const nothing = reference("accessPackages", emptyPackageId);
  await seeding.send("POST", `${excluding}/incompatibleAccessPackages/$ref`, nothing);
  const auditors = reference("groups", seeding.id("auditorsId"));
  await seeding.send("POST", `${excluding}/incompatibleGroups/$ref`, auditors);
  seeding.name({
    ...{ accessPackageId, directPackageId, emptyPackageId, incompatibleId: emptyPackageId },
    roleScopeId: await seeding.make(`/accessPackages/${accessPackageId}/resourceRoleScopes`, membership),
    alsoPackageId: await make("Also direct"),
    waitingPackageId: await make("After training"),
  });
}
