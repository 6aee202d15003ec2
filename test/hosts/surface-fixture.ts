/** The HTTP surface on a real SQLite file and a real directory, called without sockets: each caller is a name, in place of a token. */

import { openEmbeddedConnector } from "../../src/adapters/embedded/connector/connector.js";
import { openEmbeddedDirectory } from "../../src/adapters/embedded/directory/embedded-directory.js";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import { openMailbox } from "../../src/adapters/embedded/mailbox/mailbox.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { HISTORY, INDEXES } from "../../src/adapters/index-declaration.js";
import { ensureGeneralCatalog } from "../../src/application/commands/create-catalog.js";
import type { Ports } from "../../src/application/ports/ports.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import type { Outcome } from "../../src/domain/errors.js";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { createGraphSurface } from "../../src/wire/graph-surface.js";
import { isJsonObject, type JsonObject } from "../../src/wire/json-object.js";
import { openQuickStore } from "../builders/quick-store.js";

export const EM = "/v1.0/identityGovernance/entitlementManagement";
export const ROLES = "/v1.0/roleManagement/entitlementManagement";
const TENANT = "7e4a0000-0000-4000-8000-000000000001";

/** Everything that a person's token can be good for. */
export const ALL_SCOPES = [
  "EntitlementManagement.ReadWrite.All",
  "EntitlementMgmt-SubjectAccess.ReadWrite",
  "RoleManagement.ReadWrite.Directory",
  "Directory.ReadWrite.All",
  "User.ReadWrite.All",
  "Group.ReadWrite.All",
  "Application.ReadWrite.All",
  "Sites.FullControl.All",
  "AuditLog.Read.All",
];

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | undefined;
  /** Empty when there is none. */
  readonly body: JsonObject;
};

export type Sent = {
  /** A name of `people`, or a caller made for the occasion; absent: no token. */
  readonly as?: string | Caller | undefined;
  readonly body?: unknown;
  /** Instead of `body`: as it is. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Surface = {
  call(method: string, path: string, sent?: Sent): Promise<Answered>;
  readonly ports: Ports;
  /** Moves the clock on. */
  passes(ms: number): Promise<void>;
  readonly people: Readonly<Record<string, Caller>>;
  readonly groups: Readonly<Record<string, string>>;
  readonly application: { readonly id: string; readonly roleId: string };
  /** Throws the first bug that was reported: no test passes over one. */
  close(): Promise<void>;
};

export async function openSurface(endpoints: readonly Endpoint[] = ENDPOINTS): Promise<Surface> {
  const { store, end } = openQuickStore("surface");
  const clock = simulatedClock(Date.parse("2026-11-22T19:00:00Z"));
  const work = workTracker();
  const ids = randomIds();
  const documents = openDocuments(store, INDEXES, { history: { clock, kinds: HISTORY } });
  const directory = openEmbeddedDirectory({ documents, clock, ids });
  const ports: Ports = {
    ...{ clock, ids, documents },
    directory: directory.directory,
    directoryAdministration: directory,
    connector: openEmbeddedConnector(directory),
    // Hints only: what follows a request is not what is looked at here.
    orchestrator: { start: async () => {}, raise: async () => {} },
    eventBus: { publish: async () => {} },
    mailer: openMailbox({ documents, clock, ids }),
    portalUrl: "http://localhost:7071",
  };
  await ensureGeneralCatalog(ports);
  const { users, groups: groupsOf, applications } = directory;
  const people: Record<string, Caller> = {};
  const person = async (
    name: string,
    roles: readonly (keyof typeof DIRECTORY_ROLES)[] = [],
    userType = "Member",
  ) => {
    const { document } = must(
      await users.create({
        displayName: name,
        userPrincipalName: `${name}@example.org`,
        mail: `${name}@example.org`,
        userType: userType === "Guest" ? "Guest" : "Member",
      }),
    );
    people[name] = {
      kind: "user",
      objectId: document.id,
      tenantId: TENANT,
      displayName: name,
      userPrincipalName: document.userPrincipalName,
      appId: null,
      scopes: ALL_SCOPES,
      directoryRoleIds: roles.map((role) => DIRECTORY_ROLES[role].templateId),
    };
    return document.id;
  };
  await person("admin", ["globalAdministrator"]);
  await person("governor", ["identityGovernanceAdministrator"]);
  await person("auditor", ["globalReader"]);
  const ownerId = await person("owner");
  await person("creator");
  await person("reader");
  await person("approver");
  await person("guest", [], "Guest");
  const somebodyId = await person("somebody");
  const groups: Record<string, string> = {};
  for (const name of ["engineers", "auditors", "designers"]) {
    const { document } = must(await groupsOf.create({ displayName: name, securityEnabled: true }));
    groups[name] = document.id;
  }
  must(await groupsOf.addOwner(groups["engineers"] ?? "", ownerId));
  must(await groupsOf.addMember(groups["designers"] ?? "", somebodyId));
  const roleId = ids.next();
  const registered = must(
    await applications.createApplication({
      displayName: "Payroll",
      appRoles: [
        {
          id: roleId,
          displayName: "Reader",
          description: null,
          isEnabled: true,
          value: "Reader",
          allowedMemberTypes: ["User"],
        },
      ],
    }),
  ).document;
  const principal = must(await applications.createServicePrincipal({ appId: registered.appId })).document;
  people["robot"] = {
    kind: "application",
    objectId: principal.id,
    tenantId: TENANT,
    displayName: "Payroll",
    appId: registered.appId,
    appRoles: ["EntitlementManagement.ReadWrite.All"],
  };
  const { call, bugs } = surfaceOn(ports, people, endpoints);
  return {
    ...{ call, ports, people, groups },
    passes: (ms) => clock.advanceTo(clock.nowMs() + ms, work),
    application: { id: principal.id, roleId },
    close: async () => {
      await end();
      if (bugs.length > 0) throw bugs[0];
    },
  };
}

/** A surface on these ports; `people` are the callers it knows by name, also those added later. */
export function surfaceOn(
  ports: Ports,
  people: Record<string, Caller>,
  endpoints: readonly Endpoint[] = ENDPOINTS,
): { readonly call: Surface["call"]; readonly bugs: readonly unknown[] } {
  const surface = createGraphSurface({
    endpoints,
    ports,
    authenticate: async (header) => {
      const caller = people[header?.replace(/^Bearer /, "") ?? ""];
      return caller === undefined
        ? { kind: "unauthenticated", message: "The access token is missing or not valid." }
        : { kind: "caller", caller };
    },
  });
  const bugs: unknown[] = [];
  const call: Surface["call"] = async (method, path, { as, body, raw, headers = {} } = {}) => {
    const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    if (!all.has("host")) all.set("host", "localhost:7071");
    const name = typeof as === "object" ? "for-the-occasion" : as;
    if (typeof as === "object") people[name ?? ""] = as;
    if (name !== undefined) all.set("authorization", `Bearer ${name}`);
    const text = raw ?? (body === undefined ? "" : JSON.stringify(body));
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    if (bytes.byteLength > 0 && !all.has("content-type")) all.set("content-type", "application/json");
    const response = await surface.handle(
      {
        method,
        url: `http://localhost:7071${path}`,
        header: (wanted) => all.get(wanted.toLowerCase()),
        body: async () => bytes,
      },
      (error) => bugs.push(error),
    );
    const { status, body: written } = response;
    return {
      status,
      headers: response.headers,
      text: written,
      body: isJson(response.headers) ? JSON.parse(written ?? "{}") : {},
    };
  };
  return { call, bugs };
}

function isJson(headers: Readonly<Record<string, string>>): boolean {
  return headers["Content-Type"]?.startsWith("application/json") === true;
}

export function must<T>(outcome: Outcome<T>): T {
  if (outcome.kind === "refused") throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

/** What is at `a/0/b` in an answer; undefined when it is not there. */
export function at(value: unknown, path: string): unknown {
  let found: unknown = value;
  for (const name of path.split("/")) {
    if (Array.isArray(found)) found = found[Number(name)];
    else if (isJsonObject(found)) found = found[name];
    else return undefined;
  }
  return found;
}

/** The id of a created object. */
export function idOf(answer: Answered): string {
  const { id } = answer.body;
  if (answer.status !== 201 || typeof id !== "string")
    throw new Error(`Expected 201 with an id, got ${answer.status}: ${answer.text}`);
  return id;
}
