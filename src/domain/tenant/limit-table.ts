/** How much of everything there may be (spec/domain.md 19): one table, each line of it can be raised or lowered in the tenant settings. */

export type Limit = {
  readonly default: number;
  /** What is counted, to complete "There may be at most 7500 ...". */
  readonly what: string;
};

export const LIMIT_TABLE = {
  catalogs: { default: 7_500, what: "catalogs" },
  accessPackages: { default: 20_000, what: "access packages" },
  assignmentPolicies: { default: 25_000, what: "assignment policies" },
  assignments: { default: 300_000, what: "assignments that have not ended" },
  assignmentRequestsInThreeMonths: { default: 200_000, what: "requests made within three months" },
  connectedOrganizations: { default: 2_500, what: "connected organizations" },
  customExtensions: { default: 500, what: "custom extensions" },
  customExtensionsPerPolicy: { default: 5, what: "custom extension stages in one policy" },
  connectedOrganizationsPerPolicy: { default: 1_000, what: "connected organizations named in one policy" },
  usersAndGroupsPerPolicy: { default: 500, what: "users and groups named in one policy" },
  resourceAttributesPerCatalog: { default: 20, what: "resource attributes in one catalog" },
  approvalStages: { default: 3, what: "approval stages in one policy" },
  openRequestsPerSubject: { default: 500, what: "open requests of one person" },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMIT_TABLE;
