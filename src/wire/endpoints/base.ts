/** Where things are, and the Graph permissions that rows ask for, least first (spec/domain.md 16). */
import type { Endpoint } from "../endpoint.js";

export const EM = "/identityGovernance/entitlementManagement";

type Permission = Endpoint["permission"];

const READ_ALL = ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"];
const WRITE_ALL = ["EntitlementManagement.ReadWrite.All"];
const SUBJECT_ACCESS = "EntitlementMgmt-SubjectAccess.ReadWrite";

export const READ: Permission = { delegated: READ_ALL, application: READ_ALL };
export const WRITE: Permission = { delegated: WRITE_ALL, application: WRITE_ALL };

/** For people about their own access: applications have none. */
export const SELF: Permission = {
  delegated: [SUBJECT_ACCESS, ...READ_ALL],
  application: "notSupported",
};

/** Changing one's own access: reading permissions do not do. */
export const SELF_WRITE: Permission = {
  delegated: [SUBJECT_ACCESS, ...WRITE_ALL],
  application: "notSupported",
};

/** Reading what one takes part in, or administers. */
export const SELF_OR_READ: Permission = {
  delegated: [SUBJECT_ACCESS, ...READ_ALL],
  application: READ_ALL,
};

/** Asking for access, or giving it to others. */
export const SELF_OR_WRITE: Permission = {
  delegated: [SUBJECT_ACCESS, ...WRITE_ALL],
  application: WRITE_ALL,
};

/** Role assignments: either family of permissions will do. */
const ROLES_WRITE = ["RoleManagement.ReadWrite.Directory"];
const ROLES_READ = ["RoleManagement.Read.Directory", "RoleManagement.Read.All", ...ROLES_WRITE];
export const ROLE_READ: Permission = {
  delegated: [...READ_ALL, ...ROLES_READ],
  application: [...READ_ALL, ...ROLES_READ],
};
export const ROLE_WRITE: Permission = {
  delegated: [...WRITE_ALL, ...ROLES_WRITE],
  application: [...WRITE_ALL, ...ROLES_WRITE],
};

/** What one may do oneself, whatever the token is for; about others, what reading roles needs. */
export const SELF_OR_ROLE_READ: Permission = {
  delegated: [SUBJECT_ACCESS, ...ROLE_READ.delegated],
  application: [...READ_ALL, ...ROLES_READ],
};
