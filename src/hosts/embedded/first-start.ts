/**
 * What a new data folder begins with: the API's own entry in the directory, the built-in catalog, and either the sample organization or a
 * first administrator. Every step can be done again, so a first start that was cut off is repeated by the next one.
 */
import { newApplication, servicePrincipal } from "../../adapters/embedded/directory/applications.js";
import type { ServicePrincipalDocument } from "../../adapters/embedded/directory/directory-documents.js";
import type { EmbeddedDirectory } from "../../adapters/embedded/directory/embedded-directory.js";
import { API_APP_ID, API_APP_ROLES } from "../../adapters/embedded/directory/graph-permissions.js";
import { ensureGeneralCatalog } from "../../application/commands/create-catalog.js";
import type { Ports } from "../../application/ports/ports.js";
import { writeSampleDirectory } from "../../sample/write-directory.js";
import { writeSampleGovernance } from "../../sample/write-governance.js";
import type { FolderFacts } from "./folder-facts.js";

export async function fillNewFolder(
  ports: Ports,
  directory: EmbeddedDirectory,
  facts: FolderFacts,
): Promise<void> {
  if (facts.get("filled") !== undefined) return;
  const api = await writeApi(directory);
  const catalog = ensureGeneralCatalog(ports);
  if (facts.get("sample") === "yes") {
    await writeSampleDirectory(directory.ports, api);
    await writeSampleGovernance(ports);
  }
  await catalog;
  await facts.set("filled", ports.clock.now());
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
