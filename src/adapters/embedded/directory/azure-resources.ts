/**
 * Subscriptions and management groups of Azure, and who has which role where. This directory does not talk to Azure: administrators
 * write down what there is, and what is given here is recorded here.
 */
import type { AzureResources } from "../../../application/ports/directory-administration.js";
import type {
  AzureResourceDocument,
  AzureRoleAssignmentDocument,
} from "../../../application/ports/directory-objects.js";
import type { Documents } from "../../../application/ports/documents.js";
import { done, refused } from "../../../domain/errors.js";
import { addRow, change, create, type DirectoryPorts, notFound } from "./change.js";
import { deleteObject } from "./delete-object.js";
import { principal } from "./principal.js";
import { firstRow } from "./rows.js";
import { openSerial } from "./serial.js";

const SUBSCRIPTION = /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MANAGEMENT_GROUP = /^\/providers\/Microsoft\.Management\/managementGroups\/[\w.()-]{1,90}$/i;

export function openAzureResources(ports: DirectoryPorts): AzureResources {
  const { documents } = ports;
  const byArmId = openSerial();
  return {
    async create(input) {
      const isSubscription = SUBSCRIPTION.test(input.armId);
      if (!isSubscription && !MANAGEMENT_GROUP.test(input.armId)) {
        return refused(
          "BadRequest",
          `${input.armId} is neither /subscriptions/{id} nor /providers/Microsoft.Management/managementGroups/{name}.`,
          "armId",
        );
      }
      const now = ports.clock.now();
      const document: AzureResourceDocument = {
        kind: "azureResource",
        id: input.id ?? ports.ids.next(),
        displayName: input.displayName,
        description: input.description ?? null,
        resourceType: isSubscription ? "Subscription" : "ManagementGroup",
        armId: input.armId,
        armIdKey: input.armId.toLowerCase(),
        roleDefinitions: input.roleDefinitions,
        scopes: input.scopes ?? [],
        createdDateTime: now,
        modifiedDateTime: now,
      };
      const stray = strayScope(document);
      if (stray !== undefined) return stray;
      return byArmId(document.armIdKey, async () => {
        const taken = await azureResourceByArmId(documents, document.armId);
        return taken === undefined
          ? create<"azureResource">(ports, document)
          : refused("BadRequest", `${document.armId} is written down already: ${taken.id}.`, "armId");
      });
    },

    update: (id, changes, ifMatch) =>
      change(
        ports,
        "azureResource",
        id,
        (one) => {
          const changed = { ...one, ...changes, modifiedDateTime: ports.clock.now() };
          return strayScope(changed) ?? done(changed);
        },
        ifMatch,
      ),

    delete: (id, ifMatch) => deleteObject(ports, "azureResource", id, ifMatch),

    async assign(armId, role, principalId) {
      const resource = await azureResourceByArmId(documents, armId);
      if (resource === undefined) {
        return refused("Request_ResourceNotFound", `There is no Azure resource ${armId} in the directory.`);
      }
      if (!resource.roleDefinitions.some(({ id }) => same(id, role.roleDefinitionId))) {
        return refused(
          "RoleNotFound",
          `"${resource.displayName}" has no role definition ${role.roleDefinitionId}.`,
        );
      }
      const places = [resource.armId, ...resource.scopes.map((scope) => scope.armId)];
      if (!places.some((place) => same(place, role.scope))) {
        return refused("BadRequest", `"${resource.displayName}" has no scope ${role.scope}.`);
      }
      const holder = await principal(ports, principalId);
      if (holder === undefined) return notFound("object", principalId);
      const row: AzureRoleAssignmentDocument = {
        kind: "azureRoleAssignment",
        id: azureRoleAssignmentId(ports, role, principalId),
        ...holder,
        ...role,
      };
      return done(await addRow(ports, resource.id, row));
    },
  };
}

/** Letter case does not matter in ARM ids. */
export function azureResourceByArmId(
  documents: Pick<Documents, "query">,
  armId: string,
): Promise<AzureResourceDocument | undefined> {
  const filter = { op: "eq", path: "armIdKey", value: armId.toLowerCase() } as const;
  return firstRow<AzureResourceDocument>(documents, "azureResource", filter);
}

export function azureRoleAssignmentId(
  ports: Pick<DirectoryPorts, "ids">,
  role: Pick<AzureRoleAssignmentDocument, "roleDefinitionId" | "scope" | "type">,
  principalId: string,
): string {
  const { roleDefinitionId, scope, type } = role;
  return ports.ids.derive(
    "azureRoleAssignment",
    roleDefinitionId.toLowerCase(),
    scope.toLowerCase(),
    type,
    principalId,
  );
}

/** A scope must lie inside the subscription; what lies below a management group has an address of its own. */
function strayScope({ resourceType, armIdKey, scopes }: AzureResourceDocument) {
  if (resourceType === "ManagementGroup") return undefined;
  const stray = scopes.find(({ armId }) => !armId.toLowerCase().startsWith(`${armIdKey}/`));
  return stray === undefined
    ? undefined
    : refused("BadRequest", `Scope ${stray.armId} does not lie in ${armIdKey}.`, "scopes");
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
