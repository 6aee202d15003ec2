/** The packages that somebody else may ask for: the report "access packages for a user" (spec/scenarios.md 43), for which Graph has nothing. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findPerson } from "../access/people.js";
import { authorize, catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { packagesFor } from "./list-requestable-access-packages.js";

/** Of the catalogs whose assignments the caller may see. An account that is disabled may ask for nothing. */
export async function listRequestableByPerson(
  ports: Ports,
  call: Call,
  { objectId }: { readonly objectId: string },
): Promise<Outcome<readonly Stored<AccessPackage>[]>> {
  const where = await catalogsWhere(ports, call.caller, "viewAssignments");
  if (where !== "all" && where.length === 0) {
    const refusal = await authorize(ports, call.caller, "viewAssignments", null);
    if (refusal !== undefined) return refusal;
  }
  const person = await findPerson(ports, objectId);
  if (person === undefined)
    return refused(
      "Request_ResourceNotFound",
      `The directory has no user or application with id ${objectId}.`,
      "userId",
    );
  const isEnabled = (await ports.directory.user(objectId))?.accountEnabled === true;
  const packages = await packagesFor(ports, isEnabled ? person.target : undefined);
  return done(packages.filter(({ document }) => where === "all" || where.includes(document.catalogId)));
}
