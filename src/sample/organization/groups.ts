/** The groups of the sample organization. */

export type SampleGroup = {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  /** Microsoft 365 group (mail, teams) instead of a security group. */
  readonly unified?: true;
  /** Everybody of these departments is a member, by a rule: nobody can be added by hand. */
  readonly departments?: readonly string[];
  /** Keys of people, or of groups in it. */
  readonly members?: readonly string[];
  readonly owners: readonly string[];
};

export const GROUPS: readonly SampleGroup[] = [
  {
    key: "all-terminal-operations",
    displayName: "All Terminal Operations",
    description: "Everybody of the department, kept by a rule.",
    departments: ["Terminal Operations"],
    owners: ["marta.nowak"],
  },
  {
    key: "terminal-managers",
    displayName: "Terminal Managers",
    description: "Who runs a terminal; approve access to its systems.",
    members: ["tomas.lind", "greta.hansen", "rosa.jimenez"],
    owners: ["marta.nowak"],
  },
  {
    key: "berth-planning",
    displayName: "Berth Planning",
    description: "Plans which vessel lies where and when.",
    unified: true,
    members: ["yusuf.kaya"],
    owners: ["tomas.lind", "greta.hansen"],
  },
  {
    key: "crane-control",
    displayName: "Crane Control",
    description: "May log on to the consoles of the quay cranes.",
    members: ["willem.devries"],
    owners: ["marta.nowak"],
  },
  {
    key: "vessel-traffic",
    displayName: "Vessel Traffic Service",
    description: "Watches and guides vessels in the port.",
    unified: true,
    members: ["hanna.kallio", "bram.jansen"],
    owners: ["karin.lund"],
  },
  {
    key: "payments-initiators",
    displayName: "Payments: Initiators",
    description: "May enter payments. Nobody may enter and release.",
    members: ["marco.bianchi"],
    owners: ["david.cohen"],
  },
  {
    key: "payments-releasers",
    displayName: "Payments: Releasers",
    description: "May release payments. Nobody may enter and release.",
    members: ["peter.holm"],
    owners: ["david.cohen"],
  },
  {
    key: "production-access",
    displayName: "Production Access",
    description: "May log on to production systems, for a limited time.",
    owners: ["lukas.meyer"],
  },
  {
    key: "platform-team",
    displayName: "Platform Team",
    description: "Builds and runs the platforms.",
    unified: true,
    members: ["zara.ahmed", "nils.berg", "mei.tanaka"],
    owners: ["lukas.meyer"],
  },
  {
    key: "technology",
    displayName: "Technology",
    description: "Platform Team and service desk; has a group in it.",
    members: ["platform-team", "emma.larsen", "ivan.horvat", "robert.klein"],
    owners: ["samuel.okafor"],
  },
  {
    key: "security-approvers",
    displayName: "Security Approvers",
    description: "Second look at access to what must not fail.",
    members: ["viktor.szabo", "leila.haddad", "ingrid.solberg"],
    owners: ["viktor.szabo"],
  },
  {
    key: "campaign-room",
    displayName: "Campaign Room",
    description: "Marketing campaigns, with partners from outside.",
    unified: true,
    members: ["eva.fischer", "noah.andersen"],
    owners: ["eva.fischer"],
  },
];
