/** The catalogs of the sample organization and their access packages, with a policy for each way that access is asked for and ends. */
import type { Duration } from "../../domain/time/duration.js";

/** "user:key" or "group:key" of the sample, "manager" (of whoever is to have the access), "anybody" (all members of the organization). */
export type Who = string;

export type SampleStage = {
  readonly approvers: readonly Who[];
  /** Take part when the approvers come to nobody (a manager who is not there). */
  readonly fallback?: readonly Who[];
  readonly daysToDecide: number;
  /** May decide too after so many days. */
  readonly escalation?: { readonly afterDays: number; readonly approvers: readonly Who[] };
  readonly needsJustification?: true;
};

export type SamplePolicy = {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  /** "nobody": only administrators assign directly. */
  readonly requestors: readonly Who[] | "anybody" | "nobody";
  readonly stages?: readonly SampleStage[];
  readonly justification?: true;
  readonly ends: "never" | { readonly after: Duration } | { readonly yearsFromNow: number };
  /** The requestor may say when access begins and ends. */
  readonly ownSchedule?: true;
  readonly questions?: readonly SampleQuestion[];
};

export type SampleQuestion = {
  readonly text: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly pattern?: string;
};

/** "group:key", "owner-of:key" (of a group), "app:key/role value", "site:key/role number". */
export type SampleRole = string;

export type SamplePackage = {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  readonly hidden?: true;
  readonly gives: readonly SampleRole[];
  readonly policies: readonly SamplePolicy[];
  /** Holders of these packages may not get this one. */
  readonly incompatibleWith?: readonly string[];
};

export type SampleCatalog = {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  readonly externallyVisible?: true;
  readonly owners: readonly string[];
  readonly readers?: readonly string[];
  readonly packages: readonly SamplePackage[];
};

const days = (count: number): { readonly after: Duration } => ({
  // A whole number of days is a duration.
  after: `P${count}D` as Duration,
});

const BY_MANAGER: SampleStage = {
  approvers: ["manager"],
  fallback: ["user:ingrid.solberg"],
  daysToDecide: 14,
};

export const CATALOGS: readonly SampleCatalog[] = [
  {
    key: "port-operations",
    displayName: "Port Operations",
    description: "What terminals and marine services work with.",
    owners: ["marta.nowak", "karin.lund"],
    readers: ["grace.mwangi"],
    packages: [
      {
        key: "berth-planner",
        displayName: "Berth Planner",
        description:
          "Everything that somebody needs who plans berths: the team, the planning tool, the handbook.",
        gives: ["group:berth-planning", "app:berthline/Planner", "site:terminal-handbook/4"],
        policies: [
          {
            key: "colleagues",
            displayName: "Colleagues, approved by their manager",
            description: "Anybody in the company may ask; their manager decides.",
            requestors: "anybody",
            stages: [BY_MANAGER],
            justification: true,
            ends: days(180),
          },
          {
            key: "direct",
            displayName: "Assigned by the catalog's owners",
            description: "Nobody can ask for it; for people who are moved by plan.",
            requestors: "nobody",
            ends: "never",
          },
        ],
      },
      {
        key: "terminal-newcomer",
        displayName: "Terminal Newcomer",
        description:
          "The first day in a terminal: handbook and a look at the plans. Nobody needs to approve.",
        gives: ["app:berthline/Viewer", "site:terminal-handbook/5", "app:dockside-wiki"],
        policies: [
          {
            key: "department",
            displayName: "Terminal Operations, at once",
            description: "Everybody in the department may have it for the asking.",
            requestors: ["group:all-terminal-operations"],
            ends: "never",
          },
        ],
      },
      {
        key: "crane-console",
        displayName: "Crane Console",
        description: "Logs on to the consoles of the quay cranes. Two people look at every request.",
        gives: ["group:crane-control"],
        policies: [
          {
            key: "two-stages",
            displayName: "Manager, then security",
            description:
              "First the manager, then Security Approvers, who are relieved by the head of safety after three days.",
            requestors: ["group:all-terminal-operations"],
            stages: [
              { ...BY_MANAGER, daysToDecide: 7, needsJustification: true },
              {
                approvers: ["group:security-approvers"],
                daysToDecide: 7,
                escalation: { afterDays: 3, approvers: ["user:viktor.szabo"] },
                needsJustification: true,
              },
            ],
            justification: true,
            ends: days(90),
            questions: [
              { text: "Which terminal?", required: true, choices: ["Bergen", "Hamburg", "Rotterdam"] },
              { text: "Number of your crane licence (CR-0000)", required: true, pattern: "^CR-[0-9]{4}$" },
            ],
          },
        ],
      },
      {
        key: "vessel-traffic-watch",
        displayName: "Vessel Traffic Watch",
        description: "Stands a watch in the traffic centre, from a day that the requestor chooses.",
        gives: ["group:vessel-traffic"],
        policies: [
          {
            key: "watch",
            displayName: "For a watch, on chosen days",
            description: "The requestor says from when to when; the harbor master decides.",
            requestors: "anybody",
            stages: [
              {
                approvers: ["user:karin.lund"],
                daysToDecide: 5,
                escalation: { afterDays: 2, approvers: ["user:jonas.weber"] },
              },
            ],
            ends: days(30),
            ownSchedule: true,
          },
        ],
      },
    ],
  },
  {
    key: "finance",
    displayName: "Finance",
    description: "Accounting, payments, and the papers of the close.",
    owners: ["david.cohen"],
    readers: ["grace.mwangi"],
    packages: [
      {
        key: "payment-entry",
        displayName: "Payment Entry",
        description: "Enters payments. Whoever releases payments cannot have it.",
        gives: ["group:payments-initiators", "app:ledgerly/Clerk"],
        incompatibleWith: ["payment-release"],
        policies: [
          {
            key: "finance-approves",
            displayName: "Approved by the controller",
            description:
              "Anybody may ask; the financial controller decides, or the chief financial officer after five days.",
            requestors: "anybody",
            stages: [
              {
                approvers: ["user:david.cohen"],
                daysToDecide: 10,
                escalation: { afterDays: 5, approvers: ["user:elena.costa"] },
                needsJustification: true,
              },
            ],
            justification: true,
            ends: days(365),
          },
        ],
      },
      {
        key: "payment-release",
        displayName: "Payment Release",
        description: "Releases payments. Whoever enters payments cannot have it.",
        gives: ["group:payments-releasers", "app:ledgerly/Controller"],
        incompatibleWith: ["payment-entry"],
        policies: [
          {
            key: "two-stages",
            displayName: "Manager, then the chief financial officer",
            description: "Two people decide, one after the other.",
            requestors: "anybody",
            stages: [
              BY_MANAGER,
              { approvers: ["user:elena.costa"], daysToDecide: 14, needsJustification: true },
            ],
            justification: true,
            ends: days(365),
          },
        ],
      },
      {
        key: "year-end-audit",
        displayName: "Year-End Audit",
        description:
          "Reads the books while the year is audited. Ends for everybody on the same day; not listed, asked for by its link.",
        hidden: true,
        gives: ["app:ledgerly/Auditor", "site:finance-close/5"],
        policies: [
          {
            key: "until-the-end",
            displayName: "Until the audit ends",
            description: "Whoever has the link may ask; the internal auditor decides.",
            requestors: "anybody",
            stages: [{ approvers: ["user:grace.mwangi"], daysToDecide: 14 }],
            ends: { yearsFromNow: 1 },
          },
        ],
      },
    ],
  },
  {
    key: "technology",
    displayName: "Technology",
    description: "Platforms, production, and the tools of the service desk.",
    owners: ["lukas.meyer", "ingrid.solberg"],
    packages: [
      {
        key: "production-on-call",
        displayName: "Production On-Call",
        description: "Logs on to production for eight hours. Security Approvers decide, within a day.",
        gives: ["group:production-access"],
        policies: [
          {
            key: "on-call",
            displayName: "Eight hours, for the people of Technology",
            description: "Members of Technology may ask, and of the teams in it.",
            requestors: ["group:technology"],
            stages: [
              { approvers: ["user:lukas.meyer"], daysToDecide: 1, fallback: ["group:security-approvers"] },
            ],
            justification: true,
            // Eight hours is a duration.
            ends: { after: "PT8H" as Duration },
            questions: [{ text: "Number of the incident or change", required: true }],
          },
        ],
      },
      {
        key: "wiki-writer",
        displayName: "Wiki Writer",
        description: "Writes in the company's wiki. At once, for everybody.",
        gives: ["app:dockside-wiki"],
        policies: [
          {
            key: "everybody",
            displayName: "Everybody, at once",
            description: "No approval, no end.",
            requestors: "anybody",
            ends: "never",
          },
        ],
      },
    ],
  },
  {
    key: "commercial",
    displayName: "Commercial",
    description: "Marketing and sales, with partners from outside.",
    externallyVisible: true,
    owners: ["clara.vogel", "eva.fischer"],
    packages: [
      {
        key: "campaign-partner",
        displayName: "Campaign Partner",
        description: "Works on a campaign with us: the room and the partners' site.",
        gives: ["group:campaign-room", "site:partner-corner/4"],
        policies: [
          {
            key: "colleagues",
            displayName: "Colleagues, approved by marketing",
            description: "The owners of the room decide.",
            requestors: "anybody",
            stages: [{ approvers: ["user:eva.fischer", "user:noah.andersen"], daysToDecide: 7 }],
            ends: days(120),
          },
        ],
      },
    ],
  },
];
