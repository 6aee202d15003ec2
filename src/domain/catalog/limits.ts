/** Every limit of catalogs, packages and policies, with its reason. Lengths are in UTF-16 code units. What can be raised is in tenant/limit-table.ts. */
import { LIMIT_TABLE } from "../tenant/limit-table.js";

/** Longest name: as in Graph. */
export const DISPLAY_NAME_LENGTH_MAX = 256;

/** Longest description. */
export const DESCRIPTION_LENGTH_MAX = 4_000;

/** Roles in one package: it is one document, and every assignment is reconciled against all of them. */
export const ROLE_SCOPES_PER_PACKAGE_MAX = 200;

/** Packages, and groups, that exclude one package: all of them are looked at for every request. */
export const INCOMPATIBLE_PER_PACKAGE_MAX = 200;

/** Users and groups named in one policy (Entra's limit). Until the settings say otherwise. */
export const NAMED_SUBJECTS_PER_POLICY_MAX = LIMIT_TABLE.usersAndGroupsPerPolicy.default;

/** Subject sets in one list of a body: as many as the settings can ever allow of one kind. */
export const SUBJECT_SETS_MAX = Math.max(
  LIMIT_TABLE.usersAndGroupsPerPolicy.max,
  LIMIT_TABLE.connectedOrganizationsPerPolicy.max,
);

/** Questions of one policy, and choices of one question: a form that a person can fill in. */
export const QUESTIONS_PER_POLICY_MAX = 50;
export const CHOICES_PER_QUESTION_MAX = 100;

/** Languages of one text. */
export const LOCALIZATIONS_MAX = 100;

/** Expiration after at most this many days (Entra's limit). */
export const EXPIRATION_DAYS_MAX = 3_660;

/** Longest membership rule (Entra's limit). */
export const MEMBERSHIP_RULE_LENGTH_MAX = 3_072;

/** How far up the line of managers an approver may be. */
export const MANAGER_LEVEL_MAX = 4;

/** Longest time that a review of a policy stays open, in days, by how often it is held: it ends before the next one begins. */
export const REVIEW_OPEN_DAYS = {
  once: 300,
  weekly: 6,
  monthly: 27,
  quarterly: 80,
  halfYearly: 170,
  annually: 300,
} as const;

/** Longest grace period before an automatic policy takes access away. */
export const GRACE_DAYS_MAX = 365;
