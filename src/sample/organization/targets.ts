/** The applications and sites of the sample organization. */

export type SampleApplication = {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  /** [value, display name, description]; none: the application offers default access. */
  readonly roles: readonly (readonly [string, string, string])[];
  readonly owners: readonly string[];
  /** Permissions of the API that the application itself has (it calls without a person). */
  readonly permissions?: readonly string[];
};

export const APPLICATIONS: readonly SampleApplication[] = [
  {
    key: "berthline",
    displayName: "Berthline",
    description: "Berth and crane planning.",
    roles: [
      ["Planner", "Planner", "Makes and changes plans."],
      ["Viewer", "Viewer", "Sees plans."],
      ["Administrator", "Administrator", "Changes how Berthline works."],
    ],
    owners: ["marta.nowak"],
  },
  {
    key: "ledgerly",
    displayName: "Ledgerly",
    description: "Accounting.",
    roles: [
      ["Clerk", "Clerk", "Enters bookings."],
      ["Controller", "Controller", "Closes periods."],
      ["Auditor", "Auditor", "Sees everything, changes nothing."],
    ],
    owners: ["david.cohen"],
  },
  {
    key: "dockside-wiki",
    displayName: "Dockside Wiki",
    description: "The company's wiki; anybody with access may write.",
    roles: [],
    owners: ["robert.klein"],
  },
  {
    key: "joiner-robot",
    displayName: "Joiner Robot",
    description: "Gives newcomers their packages, from the people system.",
    roles: [],
    owners: ["ingrid.solberg"],
    permissions: ["EntitlementManagement.ReadWrite.All", "User.Read.All"],
  },
];

export const SITES: readonly {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
}[] = [
  { key: "terminal-handbook", displayName: "Terminal Handbook", description: "Procedures of all terminals." },
  { key: "finance-close", displayName: "Finance Close", description: "Working papers of the monthly close." },
  {
    key: "partner-corner",
    displayName: "Partner Corner",
    description: "What partners and we work on together.",
  },
];

export function siteUrlOf(key: string): string {
  return `https://northwindharbor.sharepoint.example/sites/${key}`;
}
