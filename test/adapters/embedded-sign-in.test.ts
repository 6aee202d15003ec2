/** Signing in, from the browser's side: the real provider behind a real socket, driven by plain HTTP with a cookie jar. */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_APP_ID, API_APP_ROLES } from "../../src/adapters/embedded/directory/graph-permissions.js";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import {
  AUDIENCE,
  type FolderIdentity,
  folderIssuer,
  openFolderIdentity,
} from "../../src/adapters/embedded/sign-in/folder-identity.js";
import { openOidcStorage } from "../../src/adapters/embedded/sign-in/oidc-storage.js";
import { openSignIn } from "../../src/adapters/embedded/sign-in/sign-in.js";
import { openSignInThrottle } from "../../src/adapters/embedded/sign-in/sign-in-throttle.js";
import { realClock } from "../../src/adapters/embedded/time/real-clock.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { validateToken } from "../../src/adapters/tokens/validate-token.js";
import { emptyFolder, type Folder, must } from "./embedded-organization.js";

const PASSWORD = "correct horse battery";

/** What a browser keeps between requests. */
class Jar {
  readonly #cookies = new Map<string, string>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const equals = pair.indexOf("=");
      const value = pair.slice(equals + 1);
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(cookie))
        this.#cookies.delete(pair.slice(0, equals));
      else this.#cookies.set(pair.slice(0, equals), value);
    }
    return response;
  }
}

type World = {
  readonly folder: Folder;
  readonly server: Server;
  readonly origin: string;
  readonly identity: FolderIdentity;
  readonly anna: string;
  readonly sam: string;
  readonly log: string[];
};

let world: World;

async function openWorld(): Promise<World> {
  const folder = emptyFolder();
  const ids = randomIds();
  const identity = await openFolderIdentity(folder.path, ids.next(), ids);
  const { users } = folder.directory;
  const anna = must(
    await users.create({ displayName: "Anna", userPrincipalName: "anna@example.org", password: PASSWORD }),
  ).document.id;
  const sam = must(await users.create({ displayName: "Sam", userPrincipalName: "sam@example.org" })).document
    .id;
  const log: string[] = [];
  let handle: ReturnType<typeof openSignIn> | undefined;
  const server = createServer((request, response) => {
    void handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  handle = openSignIn({
    issuer: `${origin}/oidc`,
    identity,
    documents: folder.documents,
    storage: openOidcStorage(folder.store, realClock()),
    clock: folder.clock,
    isSimulated: true,
    portalOrigins: [origin],
    throttle: openSignInThrottle(realClock()),
    oneClickAccounts: [
      { id: sam, displayName: "Sam", userPrincipalName: "sam@example.org", role: "employee" },
    ],
    log: (message, facts) => log.push(`${message} ${JSON.stringify(facts)}`),
  });
  return { folder, server, origin, identity, anna, sam, log };
}

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  world.server.closeAllConnections();
  await new Promise((resolve) => world.server.close(resolve));
  await world.folder.close();
});

const SCOPE = `openid profile email offline_access ${AUDIENCE}/EntitlementManagement.Read.All EntitlementMgmt-SubjectAccess.ReadWrite`;

function authorization(more: Readonly<Record<string, string>> = {}): {
  readonly url: string;
  readonly verifier: string;
} {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: "gatehouse-portal",
    redirect_uri: `${world.origin}/signed-in`,
    response_type: "code",
    scope: SCOPE,
    state: "state-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  });
  return { url: `${world.origin}/oidc/auth?${query.toString()}`, verifier };
}

const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: "POST",
  body: new URLSearchParams(fields),
});

/** From the portal to the sign-in page; gives its address. */
async function toPage(jar: Jar, url: string): Promise<string> {
  const sent = await jar.fetch(url);
  expect(sent.status).toBe(303);
  return new URL(sent.headers.get("location") ?? "", world.origin).href;
}

/** From a form that was right back to the portal; gives the code. */
async function backWithCode(jar: Jar, answered: Response): Promise<string> {
  expect(answered.status).toBe(303);
  const resumed = await jar.fetch(new URL(answered.headers.get("location") ?? "", world.origin).href);
  const back = new URL(resumed.headers.get("location") ?? "");
  expect(back.searchParams.get("state")).toBe("state-1");
  return back.searchParams.get("code") ?? "";
}

async function exchange(code: string, verifier: string): Promise<Record<string, unknown>> {
  const response = await fetch(
    `${world.origin}/oidc/token`,
    form({
      grant_type: "authorization_code",
      client_id: "gatehouse-portal",
      redirect_uri: `${world.origin}/signed-in`,
      code,
      code_verifier: verifier,
    }),
  );
  return (await response.json()) as Record<string, unknown>;
}

async function signIn(jar: Jar, fields: Readonly<Record<string, string>>) {
  const { url, verifier } = authorization();
  const address = await toPage(jar, url);
  return exchange(await backWithCode(jar, await jar.fetch(address, form(fields))), verifier);
}

const check = (token: unknown, nowMs = world.folder.clock.nowMs()) =>
  validateToken(String(token), [folderIssuer(world.identity, `${world.origin}/oidc`)], nowMs);

const withPassword = (password: string, userPrincipalName = "Anna@Example.org") => ({
  userPrincipalName,
  password,
});

describe("signing in", () => {
  it("with name and password gives an access token that the API believes, with the permissions asked for", async () => {
    const tokens = await signIn(new Jar(), withPassword(PASSWORD));
    expect(await check(tokens["access_token"])).toMatchObject({
      kind: "valid",
      claims: {
        kind: "user",
        objectId: world.anna,
        tenantId: world.identity.tenantId,
        appId: "gatehouse-portal",
        userPrincipalName: "anna@example.org",
        scopes: ["EntitlementManagement.Read.All", "EntitlementMgmt-SubjectAccess.ReadWrite"],
      },
    });
    expect(tokens["refresh_token"]).toEqual(expect.any(String));
  });

  it("gives an id token that the API does not take for an access token", async () => {
    const tokens = await signIn(new Jar(), withPassword(PASSWORD));
    expect(await check(tokens["id_token"])).toMatchObject({ kind: "invalid" });
  });

  it("to a sample account needs one click, and to any other account a password", async () => {
    const tokens = await signIn(new Jar(), { account: world.sam });
    expect(await check(tokens["access_token"])).toMatchObject({ claims: { objectId: world.sam } });
    const jar = new Jar();
    const page = await toPage(jar, authorization().url);
    expect((await jar.fetch(page, form({ account: world.anna }))).status).toBe(401);
  });

  it("a second time in the same browser needs no page", async () => {
    const jar = new Jar();
    await signIn(jar, withPassword(PASSWORD));
    const { url, verifier } = authorization({ prompt: "none" });
    const back = new URL((await jar.fetch(url)).headers.get("location") ?? "");
    const tokens = await exchange(back.searchParams.get("code") ?? "", verifier);
    expect(await check(tokens["access_token"])).toMatchObject({ kind: "valid" });
  });

  it("lasts while the product's time moves on, when that is simulated", async () => {
    const tokens = await signIn(new Jar(), withPassword(PASSWORD));
    const nextYear = world.folder.clock.nowMs() + 365 * 86_400_000;
    expect(await check(tokens["access_token"], nextYear)).toMatchObject({ kind: "valid" });
  });

  it("shows a page with labels, without script, that nothing from outside can change or frame", async () => {
    const jar = new Jar();
    const shown = await jar.fetch(
      await toPage(jar, authorization({ login_hint: '"><script>x</script>' }).url),
    );
    const text = await shown.text();
    expect(text).toContain('<label for="password">');
    expect(text).not.toContain("<script");
    const policy = shown.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(shown.headers.get("cache-control")).toBe("no-store");
  });
});

describe("signing in is refused", () => {
  it("with a wrong password, and with the same words when there is no such person", async () => {
    const jar = new Jar();
    const page = await toPage(jar, authorization().url);
    const wrong = await jar.fetch(page, form(withPassword("wrong")));
    const nobody = await jar.fetch(page, form(withPassword("wrong", "nobody@example.org")));
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    const problem = /role="alert"[^>]*>([^<]*)</;
    expect(problem.exec(await wrong.text())?.[1]).toBe(problem.exec(await nobody.text())?.[1]);
  });

  it("after five wrong passwords even with the right one, for a while", async () => {
    const name = "victim@example.org";
    const user = { displayName: "Victim", userPrincipalName: name, password: PASSWORD };
    must(await world.folder.directory.users.create(user));
    const jar = new Jar();
    const page = await toPage(jar, authorization().url);
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await jar.fetch(page, form(withPassword(`guess ${guess}`, name)))).status).toBe(401);
    }
    const right = await jar.fetch(page, form(withPassword(PASSWORD, name)));
    expect(right.status).toBe(429);
  });

  it("for an account that is disabled", async () => {
    const user = { displayName: "Gone", userPrincipalName: "gone@example.org", password: PASSWORD };
    const { document } = must(await world.folder.directory.users.create(user));
    must(await world.folder.directory.users.update(document.id, { accountEnabled: false }));
    const jar = new Jar();
    const page = await toPage(jar, authorization().url);
    expect((await jar.fetch(page, form(withPassword(PASSWORD, user.userPrincipalName)))).status).toBe(401);
  });

  it("without PKCE, and for an address that is not the portal's", async () => {
    const without = await fetch(
      `${world.origin}/oidc/auth?client_id=gatehouse-portal&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(`${world.origin}/signed-in`)}`,
      { redirect: "manual" },
    );
    expect(new URL(without.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
    const elsewhere = await fetch(authorization({ redirect_uri: "https://evil.example/" }).url, {
      redirect: "manual",
    });
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.headers.get("location")).toBeNull();
  });

  it("in another browser than the one that began it", async () => {
    const page = await toPage(new Jar(), authorization().url);
    expect((await new Jar().fetch(page, form(withPassword(PASSWORD)))).status).toBe(400);
  });

  it("and a code is good once", async () => {
    const jar = new Jar();
    const { url, verifier } = authorization();
    const answered = await jar.fetch(await toPage(jar, url), form(withPassword(PASSWORD)));
    const code = await backWithCode(jar, answered);
    expect(await exchange(code, verifier)).toHaveProperty("access_token");
    expect(await exchange(code, verifier)).toMatchObject({ error: "invalid_grant" });
  });

  it("and the log tells who tried, and never a password", async () => {
    const jar = new Jar();
    const page = await toPage(jar, authorization().url);
    await jar.fetch(page, form(withPassword("hunter2-hunter2")));
    expect(world.log.at(-1)).toContain("A sign-in failed.");
    expect(world.log.join("\n")).not.toContain("hunter2");
    expect(world.log.join("\n")).not.toContain(PASSWORD);
  });
});

describe("staying signed in", () => {
  it("a refresh token gives a new access token once, and reusing it ends the sign-in", async () => {
    const tokens = await signIn(new Jar(), withPassword(PASSWORD));
    const refresh = async (token: unknown) => {
      const body = form({
        grant_type: "refresh_token",
        client_id: "gatehouse-portal",
        refresh_token: String(token),
      });
      return (await (await fetch(`${world.origin}/oidc/token`, body)).json()) as Record<string, unknown>;
    };
    const renewed = await refresh(tokens["refresh_token"]);
    expect(await check(renewed["access_token"])).toMatchObject({ kind: "valid" });
    expect(await refresh(tokens["refresh_token"])).toMatchObject({ error: "invalid_grant" });
    expect(await refresh(renewed["refresh_token"])).toMatchObject({ error: "invalid_grant" });
  });
});

describe("an application with a secret", () => {
  it("gets a token with the permissions that it was given, and none with a wrong or removed secret", async () => {
    const { applications } = world.folder.directory;
    const api = must(
      await applications.createServicePrincipal({
        appId: API_APP_ID,
        displayName: "API",
        appRoles: API_APP_ROLES,
      }),
    ).document;
    const application = must(await applications.createApplication({ displayName: "Robot" })).document;
    const principal = must(await applications.createServicePrincipal({ appId: application.appId })).document;
    const role = API_APP_ROLES.find(({ value }) => value === "EntitlementManagement.Read.All");
    must(await applications.assignRole(api.id, principal.id, role?.id ?? ""));
    const secret = must(
      await applications.addSecret(application.id, { displayName: "first", endDateTime: undefined }),
    );
    const ask = async (secretText: string) => {
      const body = form({
        grant_type: "client_credentials",
        client_id: application.appId,
        client_secret: secretText,
      });
      return (await (await fetch(`${world.origin}/oidc/token`, body)).json()) as Record<string, unknown>;
    };
    expect(await check((await ask(secret.secretText))["access_token"])).toMatchObject({
      claims: { kind: "application", objectId: principal.id, appRoles: ["EntitlementManagement.Read.All"] },
    });
    expect(await ask(`${secret.secretText}x`)).toMatchObject({ error: "invalid_client" });
    const kept = await world.folder.documents.partition("directory", application.id);
    expect(JSON.stringify(kept)).not.toContain(secret.secretText);
    expect(await applications.removeSecret(application.id, secret.keyId)).toBe(true);
    expect(await ask(secret.secretText)).toMatchObject({ error: "invalid_client" });
  });
});

describe("the sign-in throttle", () => {
  it("waits longer with each wrong try, for a quarter of an hour at most, and forgets after an hour", async () => {
    const clock = simulatedClock(Date.parse("2026-11-22T19:00:00Z"));
    const throttle = openSignInThrottle(clock);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 20; attempt += 1) {
      throttle.failed("anna@example.org", "1.2.3.4");
      waits.push(throttle.waitMs("ANNA@example.org", "5.6.7.8"));
    }
    expect(waits.slice(0, 7)).toEqual([0, 0, 0, 0, 10_000, 20_000, 40_000]);
    expect(Math.max(...waits)).toBe(15 * 60_000);
    expect(throttle.waitMs("ben@example.org", "1.2.3.4")).toBe(0);
    await clock.advanceTo(clock.nowMs() + 61 * 60_000, workTracker());
    throttle.failed("anna@example.org", "1.2.3.4");
    expect(throttle.waitMs("anna@example.org", "1.2.3.4")).toBe(0);
  });
});
