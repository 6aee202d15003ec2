/** Every role that the access packages give which the caller may see, package by package. The same role of two packages appears twice. */
import type { AccessPackage, ResourceRoleScope } from "../../domain/access-package/access-package.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { readAll } from "./read-all.js";
import { isRefusal, narrowToCatalogs } from "./read-list.js";

/** Reads all packages: the roles live inside them. */
export async function listResourceRoleScopes(
  ports: Ports,
  call: Call,
): Promise<Outcome<readonly ResourceRoleScope[]>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  const all: ResourceRoleScope[] = [];
  for await (const { document } of readAll<AccessPackage>(ports, {
    container: "governance",
    kind: "accessPackage",
    ...(narrowing === undefined ? {} : { filter: narrowing }),
  }))
    all.push(...document.resourceRoleScopes);
  return done(all);
}
