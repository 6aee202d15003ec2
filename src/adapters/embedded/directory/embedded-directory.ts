/** The embedded directory as a whole: the port that entitlement management reads, and the writers behind the directory's endpoints, the connector and the sample. */
import type { Directory } from "../../../application/ports/directory.js";
import { type Applications, openApplications } from "./applications.js";
import type { DirectoryPorts } from "./change.js";
import { openDirectory } from "./directory.js";
import { type DirectoryRoles, openDirectoryRoles } from "./directory-roles.js";
import { type Groups, openGroups } from "./groups.js";
import { openSites, type Sites } from "./sites.js";
import { openUsers, type Users } from "./users.js";

export type EmbeddedDirectory = {
  readonly directory: Directory;
  readonly users: Users;
  readonly groups: Groups;
  readonly applications: Applications;
  readonly sites: Sites;
  readonly directoryRoles: DirectoryRoles;
};

/** One for each data folder and process: names are kept unique inside it. */
export function openEmbeddedDirectory(ports: DirectoryPorts): EmbeddedDirectory {
  return {
    directory: openDirectory(ports.documents),
    users: openUsers(ports),
    groups: openGroups(ports),
    applications: openApplications(ports),
    sites: openSites(ports),
    directoryRoles: openDirectoryRoles(ports),
  };
}
