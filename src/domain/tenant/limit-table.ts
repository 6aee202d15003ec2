/** How much of everything there may be (spec/domain.md 19): one table, each line of it can be raised or lowered in the tenant settings. */
import { type Refusal, refused } from "../errors.js";
import type { TenantSettings } from "./tenant-settings.js";

type Limit = {
  readonly default: number;
  /** What the settings may say at least and at most: within these the product stays quick. */
  readonly min: number;
  readonly max: number;
  /** What is counted, to complete "There may be at most 7500 ...". */
  readonly what: string;
  /** `tenant`: of all together, so that one can say how many are used. `each`: of every catalog, policy, package or person on its own. */
  readonly scope: "tenant" | "each";
};

export const LIMIT_TABLE = {
  catalogs: { default: 7_500, min: 0, max: 100_000, what: "catalogs", scope: "tenant" },
  accessPackages: { default: 20_000, min: 0, max: 1_000_000, what: "access packages", scope: "tenant" },
  assignmentPolicies: {
    default: 25_000,
    min: 0,
    max: 1_000_000,
    what: "assignment policies",
    scope: "tenant",
  },
  assignments: {
    default: 300_000,
    min: 0,
    max: 10_000_000,
    what: "assignments that have not ended",
    scope: "tenant",
  },
  assignmentRequestsInThreeMonths: {
    default: 200_000,
    min: 0,
    max: 10_000_000,
    what: "requests made within 90 days",
    scope: "tenant",
  },
  connectedOrganizations: {
    default: 2_500,
    min: 0,
    max: 100_000,
    what: "connected organizations",
    scope: "tenant",
  },
  customExtensions: { default: 500, min: 0, max: 100_000, what: "custom extensions", scope: "tenant" },
  customExtensionsPerPolicy: {
    default: 5,
    min: 0,
    max: 20,
    what: "custom extension stages in one policy",
    scope: "each",
  },
  connectedOrganizationsPerPolicy: {
    default: 1_000,
    min: 0,
    max: 5_000,
    what: "connected organizations named in one policy",
    scope: "each",
  },
  usersAndGroupsPerPolicy: {
    default: 500,
    min: 1,
    max: 5_000,
    what: "users, groups and applications named in one policy",
    scope: "each",
  },
  resourceAttributesPerCatalog: {
    default: 20,
    min: 0,
    max: 500,
    what: "resource attributes in one catalog",
    scope: "each",
  },
  approvalStages: { default: 3, min: 1, max: 10, what: "approval stages in one policy", scope: "each" },
  openRequestsPerSubject: {
    default: 500,
    min: 1,
    max: 2_000,
    what: "open requests of one person",
    scope: "each",
  },
  resourcesPerCatalog: {
    default: 2_000,
    min: 1,
    max: 20_000,
    what: "resources in one catalog",
    scope: "each",
  },
  roleAssignmentsPerCatalog: {
    default: 1_000,
    min: 1,
    max: 10_000,
    what: "roles given in one catalog",
    scope: "each",
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMIT_TABLE;

// The keys of the table are the names, which Object.keys does not say.
export const LIMIT_NAMES = Object.keys(LIMIT_TABLE) as readonly LimitName[];

/** The limit as it holds now. */
export function limitOf({ limits }: Pick<TenantSettings, "limits">, name: LimitName): number {
  return limits[name] ?? LIMIT_TABLE[name].default;
}

/** The refusal of what would pass a limit. `used` are there already; `whose` names the one policy, catalog or person, where the limit is for each. */
export function quotaExceeded(name: LimitName, limit: number, used: number, whose?: string): Refusal {
  const { what } = LIMIT_TABLE[name];
  const message = `There may be at most ${limit} ${what}, and ${whose === undefined ? "there are" : `${whose} has`} ${used}. An Identity Governance Administrator can raise the limit "${name}" in the settings (PATCH /identityGovernance/entitlementManagement/settings).`;
  return {
    ...refused("QuotaExceeded", message),
    details: [
      { code: "Limit", message: String(limit), target: name },
      { code: "Used", message: String(used), target: name },
    ],
  };
}
