/** One access package: for whoever may see its catalog, and for whoever may request it (a hidden one is reached by its link alone). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Outcome } from "../../domain/errors.js";
import { atPresent } from "../at-present.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findAccessPackage } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { getApplicablePolicies } from "./get-applicable-policies.js";

export async function getAccessPackage(
  ports: Ports,
  call: Call,
  { accessPackageId }: { readonly accessPackageId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  const found = await findAccessPackage(ports, accessPackageId);
  if (found.kind === "refused") return found;
  const denied = await authorize(ports, call.caller, "viewCatalog", found.value.document.catalogId);
  if (denied === undefined || (await mayRequest(ports, call, accessPackageId))) return found;
  return denied;
}

/** As above, for the caller who may see the catalog: not for requestors. */
export async function getManagedAccessPackage(
  ports: Ports,
  call: Call,
  { accessPackageId }: { readonly accessPackageId: string },
): Promise<Outcome<Stored<AccessPackage>>> {
  const found = await findAccessPackage(ports, accessPackageId);
  if (found.kind === "refused") return found;
  return (await authorize(ports, call.caller, "viewCatalog", found.value.document.catalogId)) ?? found;
}

async function mayRequest(ports: Ports, call: Call, accessPackageId: string): Promise<boolean> {
  if (call.caller.kind !== "user") return false;
  const policies = await getApplicablePolicies(atPresent(ports), call, { accessPackageId });
  return policies.kind === "done" && policies.value.length > 0;
}
