/**
 * The packages that the caller is shown (Graph: availableAccessPackages): those they may ask for and, while the tenant's setting is on, those
 * for named people and groups, which every member sees and only the named may ask for (spec/domain.md 20, 12).
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { listedBy } from "../../domain/access-package/listing.js";
import { done, type Outcome } from "../../domain/errors.js";
import { shownPackages } from "../access/shown-packages.js";
import type { Call } from "../call.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { whoRequests } from "./list-requestable-access-packages.js";

export async function listAvailableAccessPackages(
  ports: Ports,
  call: Call,
): Promise<Outcome<readonly Stored<AccessPackage>[]>> {
  const requestor = await whoRequests(ports, call);
  if (requestor.kind === "refused") return requestor;
  const { target } = requestor.value;
  if (target === undefined) return done([]);
  const { arePackagesForSpecificPeopleListedToMembers: areListed } = await loadTenantSettings(ports);
  const shown = await shownPackages(ports, (policy) => listedBy(policy, target, areListed) !== undefined);
  return done(shown);
}
