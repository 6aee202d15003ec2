/**
 * What a new data folder begins with: the API's own entry in the directory, the built-in catalog, and either the sample organization or a
 * first administrator. Every step can be done again, so a first start that was cut off is repeated by the next one.
 */
import { newApplication, servicePrincipal } from "../../adapters/embedded/directory/applications.js";
import type { EmbeddedDirectory } from "../../adapters/embedded/directory/embedded-directory.js";
import { API_APP_ID, API_APP_ROLES } from "../../adapters/embedded/directory/graph-permissions.js";
import { ensureGeneralCatalog } from "../../application/commands/create-catalog.js";
import type { ServicePrincipalDocument } from "../../application/ports/directory-objects.js";
import type { Ports } from "../../application/ports/ports.js";
import { writeSampleDirectory } from "../../sample/write-directory.js";
import { writeSampleGovernance } from "../../sample/write-governance.js";
import { appointAdministrator, type FirstAdministrator, openClaim } from "./first-administrator.js";
import type { FolderFacts } from "./folder-facts.js";

/** Gives the secret with which somebody becomes the first administrator, as long as nobody is. `admin`: who was named at the start. */
export async function fillNewFolder(
  ports: Ports,
  directory: EmbeddedDirectory,
  facts: FolderFacts,
  admin: string | undefined,
): Promise<FirstAdministrator | undefined> {
  if (facts.get("filled") === undefined) return fill(ports, directory, facts, admin);
  return facts.get("sample") === "yes" ? undefined : openClaim(facts);
}

async function fill(
  ports: Ports,
  directory: EmbeddedDirectory,
  facts: FolderFacts,
  admin: string | undefined,
): Promise<FirstAdministrator | undefined> {
  const isSample = facts.get("sample") === "yes";
  const api = await writeApi(directory);
  await Promise.all([ensureGeneralCatalog(ports), isSample ? writeSample(ports, directory, api) : undefined]);
  const appointed = admin === undefined ? undefined : await appointAdministrator(directory, admin);
  if (admin !== undefined) await facts.set("administrator", admin);
  await facts.set("filled", ports.clock.now());
  return appointed ?? (isSample ? undefined : openClaim(facts));
}

async function writeSample(
  ports: Ports,
  directory: EmbeddedDirectory,
  api: ServicePrincipalDocument,
): Promise<void> {
  await writeSampleDirectory(directory.ports, api);
  await writeSampleGovernance(ports);
}

/** The service principal whose app roles are the API's permissions. */
async function writeApi({ ports }: EmbeddedDirectory): Promise<ServicePrincipalDocument> {
  const about = {
    appId: API_APP_ID,
    displayName: "Gatehouse API",
    appRoles: API_APP_ROLES,
  };
  const registration = newApplication(ports, {
    ...about,
    id: ports.ids.derive("application", API_APP_ID),
    description: "This server's own API. Its app roles are the application permissions.",
  });
  const principal = servicePrincipal(ports, {
    ...about,
    id: ports.ids.derive("servicePrincipal", API_APP_ID),
  });
  await Promise.all(
    [registration, principal].map((document) =>
      ports.documents.batch("directory", document.id, [{ op: "put", document }]),
    ),
  );
  return principal;
}
