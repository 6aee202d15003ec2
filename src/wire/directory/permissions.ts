/** Which Graph permissions the directory's endpoints ask for, least first; delegated and application permissions have the same names. */
import type { Endpoint } from "../endpoint.js";

type Permission = Endpoint["permission"];

const both = (...names: readonly string[]): Permission => ({ delegated: names, application: names });

const DIRECTORY = ["Directory.Read.All", "Directory.ReadWrite.All"];

export const READ_USERS = both("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", ...DIRECTORY);
export const WRITE_USERS = both("User.ReadWrite.All", "Directory.ReadWrite.All");
export const READ_GROUPS = both(
  "GroupMember.Read.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  ...DIRECTORY,
);
export const WRITE_GROUPS = both("Group.ReadWrite.All", "Directory.ReadWrite.All");
export const READ_APPLICATIONS = both("Application.Read.All", "Application.ReadWrite.All", ...DIRECTORY);
export const WRITE_APPLICATIONS = both("Application.ReadWrite.All", "Directory.ReadWrite.All");
export const READ_SITES = both("Sites.Read.All", ...DIRECTORY);
export const WRITE_SITES = both("Sites.FullControl.All", "Directory.ReadWrite.All");
export const READ_ROLES = both(
  "RoleManagement.Read.Directory",
  "RoleManagement.ReadWrite.Directory",
  ...DIRECTORY,
);
export const WRITE_ROLES = both("RoleManagement.ReadWrite.Directory", "Directory.ReadWrite.All");
export const READ_ANYTHING = both(...DIRECTORY);

/** One's own entry: everybody who is signed in. */
export const READ_SELF: Permission = {
  delegated: [
    "User.Read",
    "EntitlementMgmt-SubjectAccess.ReadWrite",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    ...DIRECTORY,
  ],
  application: "notSupported",
};
