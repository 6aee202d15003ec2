/** The embedded directory as a whole: the port that entitlement management reads, and the writers behind the directory's endpoints, the connector and the sample. */
import type { Directory } from "../../../application/ports/directory.js";
import type { DirectoryAdministration } from "../../../application/ports/directory-administration.js";
import type { Documents } from "../../../application/ports/documents.js";
import { openApplications } from "./applications.js";
import { openAzureResources } from "./azure-resources.js";
import type { DirectoryPorts } from "./change.js";
import { openDirectory } from "./directory.js";
import { openDirectoryRoles } from "./directory-roles.js";
import { openGroups } from "./groups.js";
import { openSites } from "./sites.js";
import { openUsers } from "./users.js";

export type EmbeddedDirectory = DirectoryAdministration & {
  readonly directory: Directory;
  /** What every writer of the directory goes through; whoever writes its documents directly must use these ports too. */
  readonly ports: DirectoryPorts;
  /**
   * Changes with every write to the directory, before the writer hears that it is done: what was looked up at the same generation is
   * still true. That is how an answer can be kept without ever being stale.
   */
  generation(): number;
};

/** One for each data folder and process: names are kept unique, and changes are counted, inside it. */
export function openEmbeddedDirectory(given: DirectoryPorts): EmbeddedDirectory {
  let generation = 0;
  const within = given.documents;
  const documents: Documents = {
    get: (container, partition, id) => within.get(container, partition, id),
    find: (container, kind, id) => within.find(container, kind, id),
    partition: (container, partition, kind) => within.partition(container, partition, kind),
    query: (query) => within.query(query),
    count: (query) => within.count(query),
    asOf: (instant) => within.asOf(instant),
    changes: (container, after, limit) => within.changes(container, after, limit),
    async batch(container, partition, operations) {
      const result = await within.batch(container, partition, operations);
      if (container === "directory") generation += 1;
      return result;
    },
  };
  const ports: DirectoryPorts = { ...given, documents };
  return {
    directory: openDirectory(documents),
    users: openUsers(ports),
    groups: openGroups(ports),
    applications: openApplications(ports),
    sites: openSites(ports),
    directoryRoles: openDirectoryRoles(ports),
    azureResources: openAzureResources(ports),
    ports,
    generation: () => generation,
  };
}
