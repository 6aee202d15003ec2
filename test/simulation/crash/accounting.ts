/** After the last kill: what the server has, held against what its clients were told. */
import { pause } from "../../../src/cli/demo/until.js";
import type { HttpCaller } from "../../outsider/http-caller.js";
import { EM } from "../../outsider/packages.js";
import type { Effects } from "./figures.js";
import { expectedMembers, type Ledger, type RunPackage } from "./model.js";

/** Mail and audit come after the answer to the client; this long after the last request they must be there. */
const EFFECTS_WITHIN_MS = 20_000;

export type Account = {
  readonly lost: number;
  readonly doubled: number;
  readonly membership: Effects;
  readonly mails: Effects;
  readonly audit: Effects;
};

export async function settleAccounts(
  admin: HttpCaller,
  ledger: Ledger,
  packages: readonly RunPackage[],
): Promise<Account> {
  const requests = await accountRequests(admin, ledger, packages);
  const membership = await accountMembership(admin, ledger, packages);
  const mails = await whenComplete(() => accountMails(admin, ledger));
  const audit = await whenComplete(() => accountAudit(admin, ledger));
  const twice = await doubledGrants(admin);
  return { ...requests, membership: { ...membership, doubled: membership.doubled + twice }, mails, audit };
}

/** Every accepted request is there and in its end state, and no other is. */
async function accountRequests(
  admin: HttpCaller,
  ledger: Ledger,
  packages: readonly RunPackage[],
): Promise<{ lost: number; doubled: number }> {
  const stored = new Map<string, string>();
  for (const each of packages)
    for (const request of await admin.list<{ id: string; state: string }>(
      `${EM}/assignmentRequests?$filter=accessPackage/id eq '${each.id}'&$top=500`,
    ))
      stored.set(request.id, request.state);
  const accepted = new Map(ledger.accepted.map((a) => [a.id, a]));
  for (const { id, endsIn } of accepted.values()) {
    const state = stored.get(id);
    if (state === undefined) ledger.violations.push(`Request ${id} was accepted and is not there.`);
    else if (state !== endsIn)
      ledger.violations.push(`Request ${id} is ${state}; its client was promised ${String(endsIn)}.`);
  }
  return {
    lost: [...accepted.keys()].filter((id) => !stored.has(id)).length,
    doubled: [...stored.keys()].filter((id) => !accepted.has(id)).length,
  };
}

async function accountMembership(
  admin: HttpCaller,
  ledger: Ledger,
  packages: readonly RunPackage[],
): Promise<Effects> {
  let [expected, lost, doubled] = [0, 0, 0];
  for (const groupId of new Set(packages.map((p) => p.groupId))) {
    const wanted = expectedMembers(ledger, groupId);
    const members = (await admin.list<{ id: string }>(`/groups/${groupId}/members?$top=500`)).map(
      (m) => m.id,
    );
    expected += wanted.size;
    lost += [...wanted].filter((id) => !members.includes(id)).length;
    doubled += members.length - members.filter((id) => wanted.has(id)).length;
    doubled += members.length - new Set(members).size;
  }
  return { expected, lost, doubled };
}

/** The mails whose number follows from the model: one for each delivery, end and refusal, to the person it is about. */
async function accountMails(admin: HttpCaller, ledger: Ledger): Promise<Effects> {
  const sent = new Map<string, number>();
  for (const person of new Set(ledger.cells.map((c) => c.person))) {
    const address = person.mail ?? person.userPrincipalName;
    const mails = await admin.list<{ subject: string }>(
      `/portal/v1/mailbox?to=${encodeURIComponent(address)}&$top=999`,
    );
    for (const { subject } of mails) increment(sent, `${person.id} ${subject}`);
  }
  return compare(
    ledger.cells.flatMap(({ person, package: each, count }): [string, number][] => [
      [`${person.id} You now have access to ${each.displayName}`, count.delivered],
      [`${person.id} Access has ended for ${each.displayName}`, count.ended],
      [`${person.id} Request denied to ${each.displayName}`, count.denied],
    ]),
    sent,
  );
}

type Entry = {
  readonly sequence: number;
  readonly hash: string;
  readonly previousHash: string | null;
  readonly activityDisplayName: string;
  readonly activityDateTime: string;
  readonly targetResources: readonly { readonly id: string | null; readonly type: string }[];
};

/** One entry for each thing that happened to a request, in a chain without gaps. */
async function accountAudit(admin: HttpCaller, ledger: Ledger): Promise<Effects> {
  const entries = await admin.list<Entry>("/auditLogs/directoryAudits?$orderby=sequence asc&$top=999");
  const broken = entries.find((entry, i) => i > 0 && !follows(entry, entries[i - 1]));
  if (broken !== undefined) ledger.violations.push(`The audit chain breaks at entry ${broken.sequence}.`);
  const written = new Map<string, number>();
  for (const entry of entries)
    for (const id of new Set(entry.targetResources.map((t) => t.id)))
      increment(written, `${String(id)} ${entry.activityDisplayName}`);
  return compare(
    ledger.accepted
      .filter((a) => a.kind === "add")
      .flatMap(({ id, endsIn }): [string, number][] => [
        [`${id} User requests access package assignment`, 1],
        [`${id} Fulfill access package assignment request`, endsIn === "delivered" ? 1 : 0],
        [`${id} Approve access package assignment request`, endsIn === "delivered" ? 1 : 0],
        [`${id} Deny access package assignment request`, endsIn === "denied" ? 1 : 0],
        [`${id} Cancel access package assignment request`, endsIn === "canceled" ? 1 : 0],
      ]),
    written,
  );
}

/** How often a role was given to somebody who had it, or taken from somebody who had it not: the record of each role must alternate. */
async function doubledGrants(admin: HttpCaller): Promise<number> {
  const [GRANT, REVOKE] = [
    "Fulfill access package resource assignment",
    "Remove access package resource assignment",
  ];
  const entries = await admin.list<Entry>("/auditLogs/directoryAudits?$orderby=sequence asc&$top=999");
  const last = new Map<string, string>();
  let doubled = 0;
  for (const { activityDisplayName, targetResources } of entries.toSorted(inTime)) {
    if (activityDisplayName !== GRANT && activityDisplayName !== REVOKE) continue;
    const role = targetResources.find((t) => t.type === "accessPackageAssignmentResourceRole")?.id ?? "";
    if (activityDisplayName === (last.get(role) ?? REVOKE)) doubled += 1;
    last.set(role, activityDisplayName);
  }
  return doubled;
}

function inTime(a: Entry, b: Entry): number {
  return a.activityDateTime.localeCompare(b.activityDateTime) || a.sequence - b.sequence;
}

function follows(entry: Entry, before: Entry | undefined): boolean {
  return entry.sequence === (before?.sequence ?? 0) + 1 && entry.previousHash === before?.hash;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function compare(
  expected: readonly (readonly [string, number])[],
  found: ReadonlyMap<string, number>,
): Effects {
  let [sum, lost, doubled] = [0, 0, 0];
  for (const [key, wanted] of expected) {
    const is = found.get(key) ?? 0;
    sum += wanted;
    lost += Math.max(0, wanted - is);
    doubled += Math.max(0, is - wanted);
  }
  return { expected: sum, lost, doubled };
}

async function whenComplete(count: () => Promise<Effects>): Promise<Effects> {
  for (const deadline = performance.now() + EFFECTS_WITHIN_MS; ; ) {
    const effects = await count();
    if (effects.lost === 0 || performance.now() > deadline) return effects;
    await pause(200);
  }
}
