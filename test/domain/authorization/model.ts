/**
 * The permission matrix of spec/domain.md 15 and 16 once more, written by hand from the specification's own tables and decided in another
 * way than the product does: it shares neither table nor code with src/domain/authorization.
 */

const GA = "62e90394-69f5-4237-9190-012177145e10";
const IGA = "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e";
const GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const SECURITY_READER = "5d6b6bb7-de71-4623-b4af-96380a352509";
const SECURITY_ADMINISTRATOR = "194ae4cb-b126-40b2-bd5b-6091b380977d";
const COMPLIANCE_ADMINISTRATOR = "17315797-102d-40b4-93e0-432062caca18";
const REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf";

/** Columns: G Global Administrator, I Identity Governance Administrator, T read-only tenant roles, RR Reports Reader, M any member of the directory. */
const MATRIX = `
                              perm   G  I  T  RR  CC  CO  APM  AAM  CR  M
manageTenantRoles             RMW    x  x  .  .   .   .   .    .    .   .
manageConnectedOrganizations  W      x  x  .  .   .   .   .    .    .   .
manageTenantSettings          W      x  x  .  .   .   .   .    .    .   .
createCatalog                 W      x  x  .  .   x   .   .    .    .   .
editCatalog                   W      x  x  .  .   .   x   .    .    .   .
deleteCatalog                 W      x  x  .  .   .   x   .    .    .   .
manageCatalogRoles            RMW    x  x  .  .   .   x   .    .    .   .
manageResources               W      x  x  .  .   .   x   .    .    .   .
manageCustomExtensions        W      x  x  .  .   .   x   .    .    .   .
manageAccessPackages          W      x  x  .  .   .   x   x    .    .   .
managePolicies                W      x  x  .  .   .   x   x    .    .   .
manageAutomaticPolicies       W      x  x  .  .   .   .   .    .    .   .
assignDirectly                W      x  x  .  .   .   x   x    x    .   .
manageRequests                W      x  x  .  .   .   x   x    x    .   .
viewAssignments               R      x  x  x  .   .   x   x    x    x   .
viewCatalog                   R      x  x  x  .   .   x   x    x    x   .
viewConnectedOrganizations    R      x  x  x  .   .   x   x    x    x   .
viewRoles                     RMR    x  x  x  .   .   x   x    x    x   .
explainAuthority              RMR    x  x  x  .   .   x   .    .    .   .
viewTenantSettings            R      x  x  x  .   .   .   .    .    .   .
viewApprovalDelegations       R      x  x  x  .   .   .   .    .    .   .
manageApprovalDelegations     W      x  x  .  .   .   .   .    .    .   .
readMailbox                   R      x  x  .  .   .   .   .    .    .   .
readAudit                     AUDIT  x  x  x  x   .   .   .    .    .   .
readDirectory                 DR     x  x  x  .   .   .   .    .    .   x
writeDirectory                DW     x  .  .  .   .   .   .    .    .   .
`;

const READ_ALL = "EntitlementManagement.Read.All";
const WRITE_ALL = "EntitlementManagement.ReadWrite.All";
const DIRECTORY_WRITE = [
  "User.ReadWrite.All",
  "Group.ReadWrite.All",
  "Application.ReadWrite.All",
  "RoleManagement.ReadWrite.Directory",
  "Directory.ReadWrite.All",
];

/** Which Graph permissions open a row (spec/domain.md 16), the same for people and applications. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  W: [WRITE_ALL],
  R: [READ_ALL, WRITE_ALL],
  RMW: [WRITE_ALL, "RoleManagement.ReadWrite.Directory"],
  RMR: [
    READ_ALL,
    WRITE_ALL,
    "RoleManagement.Read.Directory",
    "RoleManagement.Read.All",
    "RoleManagement.ReadWrite.Directory",
  ],
  AUDIT: ["AuditLog.Read.All"],
  DW: [...DIRECTORY_WRITE, "Sites.FullControl.All"],
  DR: [
    ...DIRECTORY_WRITE,
    "User.ReadBasic.All",
    "User.Read.All",
    "Group.Read.All",
    "GroupMember.Read.All",
    "Application.Read.All",
    "Sites.Read.All",
    "RoleManagement.Read.Directory",
    "Directory.Read.All",
  ],
};

const COLUMN_OF_DIRECTORY_ROLE: Readonly<Record<string, string>> = {
  [GA]: "G",
  [IGA]: "I",
  [GLOBAL_READER]: "T",
  [SECURITY_READER]: "T",
  [SECURITY_ADMINISTRATOR]: "T",
  [COMPLIANCE_ADMINISTRATOR]: "T",
  [REPORTS_READER]: "RR",
};
const COLUMN_OF_ENTITLEMENT_ROLE: Readonly<Record<string, string>> = {
  catalogCreator: "CC",
  catalogOwner: "CO",
  accessPackageManager: "APM",
  assignmentManager: "AAM",
  catalogReader: "CR",
};

type ModelRow = { readonly permissions: ReadonlySet<string>; readonly columns: ReadonlySet<string> };

const ROWS: ReadonlyMap<string, ModelRow> = readMatrix(MATRIX);

function readMatrix(text: string): ReadonlyMap<string, ModelRow> {
  const [header = "", ...lines] = text.trim().split("\n");
  const [, ...columns] = header.trim().split(/\s+/);
  return new Map(
    lines.map((line) => {
      const [action = "", kind = "", ...cells] = line.split(/\s+/);
      if (cells.length !== columns.length) throw new Error(`The model's line is crooked: ${line}`);
      const crossed = columns.filter((_, index) => cells[index] === "x");
      return [action, { permissions: new Set(PERMISSIONS[kind]), columns: new Set(crossed) }];
    }),
  );
}

export const MODEL_ACTIONS: readonly string[] = [...ROWS.keys()];

export type ModelCaller = {
  readonly isPerson: boolean;
  /** Graph permissions in the token. */
  readonly permissions: readonly string[];
  readonly directoryRoleIds: readonly string[];
  readonly isMember: boolean;
  /** Entitlement-management roles that count, with the catalog, or null for a role at "/". */
  readonly roles: readonly { readonly role: string; readonly catalog: string | null }[];
};

/** `catalog` null: the tenant as a whole. */
export function modelMay(caller: ModelCaller, action: string, catalog: string | null): boolean {
  const row = ROWS.get(action);
  if (row === undefined) throw new Error(`The model does not know ${action}.`);
  const permitted = caller.permissions.some((name) => row.permissions.has(name));
  const columns = new Set<string | undefined>();
  for (const { role, catalog: where } of caller.roles)
    if (where === null || where === catalog) columns.add(COLUMN_OF_ENTITLEMENT_ROLE[role]);
  const byCatalogRole = intersects(row.columns, columns);
  if (!caller.isPerson) return permitted || byCatalogRole;
  for (const id of caller.directoryRoleIds) columns.add(COLUMN_OF_DIRECTORY_ROLE[id]);
  if (caller.isMember) columns.add("M");
  return permitted && intersects(row.columns, columns);
}

function intersects(some: ReadonlySet<string>, others: ReadonlySet<string | undefined>): boolean {
  for (const one of others) if (one !== undefined && some.has(one)) return true;
  return false;
}
