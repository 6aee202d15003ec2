/**
 * Makes the sample's catalogs, access packages and policies with the commands that everybody's calls go through, so that events and audit
 * entries exist as for any other. Each call has an idempotency key: a first start that was cut off is simply done again.
 */

import type { Call } from "../application/call.js";
import { addIncompatibleAccessPackage } from "../application/commands/add-incompatible-access-package.js";
import { addResourceRoleScope } from "../application/commands/add-resource-role-scope.js";
import { createAccessPackage } from "../application/commands/create-access-package.js";
import { createAssignmentPolicy } from "../application/commands/create-assignment-policy.js";
import { createCatalog } from "../application/commands/create-catalog.js";
import { createRoleAssignment } from "../application/commands/create-role-assignment.js";
import { submitResourceRequest } from "../application/commands/submit-resource-request.js";
import type { Ports } from "../application/ports/ports.js";
import { listResourceEnvironments } from "../application/queries/list-resource-environments.js";
import { ENTITLEMENT_ROLES } from "../domain/authorization/role.js";
import type { OriginSystem } from "../domain/catalog/resource.js";
import type { Outcome } from "../domain/errors.js";
import {
  CATALOGS,
  type SampleCatalog,
  type SamplePackage,
  type SampleRole,
} from "./organization/catalogs.js";
import { siteUrlOf } from "./organization/targets.js";
import { policySettings } from "./policy-settings.js";
import { sampleId } from "./write-directory.js";

/** Catalogs side by side; inside one, what needs the other comes after it. */
export async function writeSampleGovernance(ports: Ports): Promise<void> {
  // Looking writes them down. They belong to no catalog: left to the catalogs, it would be chance whose call they come from.
  must(await listResourceEnvironments(ports, call("environments")));
  const packageIds = new Map(
    (await Promise.all(CATALOGS.map((catalog) => writeCatalog(ports, catalog)))).flat(),
  );
  const pairs = CATALOGS.flatMap((catalog) => catalog.packages).flatMap((one) =>
    (one.incompatibleWith ?? []).map((other) => [one.key, other] as const),
  );
  for (const [key, other] of pairs) {
    const input = {
      accessPackageId: packageIds.get(key) ?? key,
      incompatibleId: packageIds.get(other) ?? other,
    };
    must(await addIncompatibleAccessPackage(ports, call("incompatible", key, other), input));
  }
}

/** Key and id of each package of the catalog. */
async function writeCatalog(
  ports: Ports,
  catalog: SampleCatalog,
): Promise<readonly (readonly [string, string])[]> {
  const { key, displayName, description } = catalog;
  const created = must(
    await createCatalog(ports, call("catalog", key), {
      displayName,
      description,
      state: "published",
      isExternallyVisible: catalog.externallyVisible === true,
    }),
  );
  const catalogId = created.document.id;
  const resources = new Map(
    catalog.packages.flatMap((one) => one.gives).map((role) => [originOf(ports, role).originId, role]),
  );
  await Promise.all([
    ...catalog.owners.map((person) => giveRole(ports, catalogId, person, "catalogOwner")),
    ...(catalog.readers ?? []).map((person) => giveRole(ports, catalogId, person, "catalogReader")),
    ...[...resources].map(async ([originId, role]) => {
      const resource = { originSystem: originOf(ports, role).originSystem, originId };
      const input = { requestType: "adminAdd" as const, catalogId, resource };
      must(await submitResourceRequest(ports, call("resource", key, originId), input));
    }),
  ]);
  return Promise.all(catalog.packages.map((one) => writePackage(ports, catalogId, one)));
}

async function giveRole(
  ports: Ports,
  catalogId: string,
  person: string,
  role: "catalogOwner" | "catalogReader",
): Promise<void> {
  const principalId = sampleId(ports.ids, "user", person);
  const input = { principalId, roleDefinitionId: ENTITLEMENT_ROLES[role].id, catalogId };
  must(await createRoleAssignment(ports, call("role", catalogId, person, role), input));
}

async function writePackage(
  ports: Ports,
  catalogId: string,
  one: SamplePackage,
): Promise<readonly [string, string]> {
  const { key, displayName, description } = one;
  const created = must(
    await createAccessPackage(ports, call("accessPackage", key), {
      catalogId,
      displayName,
      description,
      isHidden: one.hidden === true,
    }),
  );
  const accessPackageId = created.document.id;
  // One after the other: all of them change the same document.
  for (const given of one.gives) {
    const { originSystem, originId, roleOriginId } = originOf(ports, given);
    const input = {
      accessPackageId,
      resource: { originSystem, originId },
      role: { originId: roleOriginId },
      scope: { isRootScope: true },
    };
    must(await addResourceRoleScope(ports, call("roleScope", key, given), input));
  }
  for (const policy of one.policies) {
    const settings = policySettings(ports.ids, policy, ports.clock.now());
    must(await createAssignmentPolicy(ports, call("policy", key, policy.key), { accessPackageId, settings }));
  }
  return [key, accessPackageId];
}

type Origin = {
  readonly originSystem: OriginSystem;
  readonly originId: string;
  readonly roleOriginId: string;
};

const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

function originOf({ ids }: Ports, role: SampleRole): Origin {
  const [kind = "", rest = ""] = role.split(":");
  const [key = "", name = ""] = rest.split("/");
  switch (kind) {
    case "group":
    case "owner-of": {
      const originId = sampleId(ids, "group", key);
      const roleOriginId = `${kind === "group" ? "Member" : "Owner"}_${originId}`;
      return { originSystem: "AadGroup", originId, roleOriginId };
    }
    case "app":
      return {
        originSystem: "AadApplication",
        originId: sampleId(ids, "app", key),
        roleOriginId: name === "" ? DEFAULT_ACCESS : ids.derive("sample", "appRole", key, name),
      };
    case "site":
      return { originSystem: "SharePointOnline", originId: siteUrlOf(key), roleOriginId: name };
    default:
      throw new Error(`The sample gives "${role}", which is no role of a group, an application or a site.`);
  }
}

/** The system does it; the same step has the same key in every folder, so its objects have the same ids. */
function call(...step: readonly string[]): Call {
  const key = ["sample", ...step].join("/");
  return {
    caller: { kind: "system" },
    correlationId: key,
    idempotency: { key, fingerprint: "sample" },
  };
}

/** The sample is right or it is a bug. */
function must<T>(outcome: Outcome<T>): T {
  if (outcome.kind === "refused")
    throw new Error(`The sample was refused: ${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
