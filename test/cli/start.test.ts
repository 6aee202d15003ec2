/** The server as whoever runs it sees it: starting, restarting, stopping, and refusing what would do harm. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { get as httpsGet } from "node:https";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { get, newFolder, type Running, run, start, token } from "./gatehouse.js";

const ADMINISTRATOR = "admin@northwindharbor.example";
const running: Running[] = [];

async function started(data: string, ...flags: readonly string[]): Promise<Running> {
  const server = await start(data, ...flags);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.signal("SIGKILL");
});

describe("gatehouse start", () => {
  it("says where it is in one line, answers, and keeps its folder to its owner", async () => {
    const data = newFolder();
    const { ready } = await started(data);
    expect(ready).toEqual({
      ready: true,
      http: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
      https: expect.stringMatching(/^https:\/\/localhost:\d+$/) as unknown,
      ca: join(data, "ca.pem"),
      portal: expect.stringMatching(/^http:\/\/localhost:\d+\/$/) as unknown,
    });
    expect(await get(`${ready.http}/health`)).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const secret of ["identity.json", "ca-key.pem", "gatehouse.db"]) {
      expect(statSync(join(data, secret)).mode & 0o077).toBe(0);
    }
  });

  it("answers https to whoever trusts the folder's authority", async () => {
    const { ready, data } = await started(newFolder());
    const status = await new Promise((resolve, reject) => {
      const ca = readFileSync(join(data, "ca.pem"));
      httpsGet(`${ready.https ?? ""}/health`, { ca, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject);
    });
    expect(status).toBe(200);
  });

  it("lets a token of the command line in, and nobody without one", async () => {
    const { ready, data } = await started(newFolder());
    const users = `${ready.http}/v1.0/users?$count=true&$top=5`;
    expect((await get(users)).status).toBe(401);
    const { status, body } = await get(users, await token(data, "--user", ADMINISTRATOR));
    expect(status).toBe(200);
    expect(body["@odata.count"]).toBeGreaterThanOrEqual(60);
  });

  it("begins with a sample of the size that was promised", async () => {
    const { ready, data } = await started(newFolder());
    const admin = await token(data, "--user", ADMINISTRATOR);
    const count = async (path: string) =>
      (await get(`${ready.http}/v1.0${path}${path.includes("?") ? "&" : "?"}$count=true`, admin)).body[
        "@odata.count"
      ];
    const em = "/identityGovernance/entitlementManagement";
    expect(await count("/groups")).toBe(12);
    expect(await count("/users?$filter=userType eq 'Guest'")).toBe(2);
    expect(await count("/sites")).toBe(3);
    // The sample's four, and the API's own.
    expect(await count("/servicePrincipals")).toBe(5);
    // The sample's four, and the built-in one.
    expect(await count(`${em}/catalogs`)).toBe(5);
    expect(await count(`${em}/accessPackages`)).toBe(10);
  });

  it("keeps everything over a restart, and adds no sample to a folder that was made without", async () => {
    const data = newFolder();
    const first = await started(data, "--no-sample", "--admin", "anna@example.org");
    expect((await first.signal("SIGTERM")).code).toBe(0);
    const { ready } = await started(data);
    const anna = await token(data, "--user", "ANNA@example.org");
    const { body } = await get(`${ready.http}/v1.0/users?$count=true`, anna);
    expect(body["@odata.count"]).toBe(1);
  });

  it("loses nothing that it has acknowledged when it is killed", async () => {
    const data = newFolder();
    const first = await started(data, "--no-sample", "--admin", "anna@example.org");
    const anna = await token(data, "--user", "anna@example.org");
    const response = await fetch(`${first.ready.http}/v1.0/groups`, {
      method: "POST",
      headers: { authorization: `Bearer ${anna}`, "content-type": "application/json" },
      body: JSON.stringify({
        displayName: "Kept",
        mailEnabled: false,
        mailNickname: "kept",
        securityEnabled: true,
      }),
    });
    expect(response.status).toBe(201);
    await first.signal("SIGKILL");
    const { ready } = await started(data);
    expect(await get(`${ready.http}/v1.0/groups?$filter=displayName eq 'Kept'`, anna)).toMatchObject({
      body: { value: [{ displayName: "Kept" }] },
    });
  });

  it("stops with 0 when it is told to, by either signal", async () => {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      const server = await started(newFolder(), "--no-sample");
      expect((await server.signal(name)).code).toBe(0);
    }
  });
});

describe("gatehouse start refuses", () => {
  it("a folder that another server is using, and says so", async () => {
    const { data } = await started(newFolder(), "--no-sample");
    await expect(start(data)).rejects.toThrow(/ended with 1: .*is in use by another process/);
  });

  it("to offer sample accounts to other machines", async () => {
    await expect(start(newFolder(), "--host", "0.0.0.0")).rejects.toThrow(/ended with 1: .*sample accounts/);
  });

  it("to turn real time into simulated time, or back", async () => {
    const real = newFolder();
    await (await started(real, "--no-sample")).signal("SIGTERM");
    await expect(start(real, "--simulated-clock", "2027-01-01T00:00:00Z")).rejects.toThrow(
      /has lived in real time/,
    );
    const simulated = newFolder();
    await (await started(simulated, "--no-sample", "--simulated-clock", "2027-01-01T00:00:00Z")).signal(
      "SIGTERM",
    );
    await expect(start(simulated)).rejects.toThrow(/lives in simulated time/);
  });

  it("a flag that it does not know, with 2, and tells how to ask for help", async () => {
    const { code, err } = await run("start", "--prot", "80");
    expect(code).toBe(2);
    expect(err).toContain("unknown option '--prot'");
    expect(err).toContain("gatehouse help");
  });

  it("a value that cannot be meant, with 2", async () => {
    expect(await run("start", "--port", "eighty")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--port") as unknown,
    });
  });
});

describe("a simulated server", () => {
  it("stands still, moves when told, remembers where it stood, and makes tokens of its own time", async () => {
    const data = newFolder();
    const first = await started(
      data,
      "--no-sample",
      "--admin",
      "a@example.org",
      "--simulated-clock",
      "2027-01-01T00:00:00Z",
    );
    const clock = async ({ ready }: Running) => (await get(`${ready.http}/test/clock`)).body["now"];
    expect(await clock(first)).toBe("2027-01-01T00:00:00.000Z");
    const body = JSON.stringify({ advance: "P30D" });
    await fetch(`${first.ready.http}/test/clock`, { method: "POST", body });
    await first.signal("SIGTERM");
    const again = await started(data, "--simulated-clock", "2027-01-01T00:00:00Z");
    expect(await clock(again)).toBe("2027-01-31T00:00:00.000Z");
    const made = await token(data, "--user", "a@example.org");
    expect((await get(`${again.ready.http}/v1.0/me`, made)).status).toBe(200);
  });

  it("is the only kind that has a test clock", async () => {
    const { ready } = await started(newFolder(), "--no-sample");
    expect((await fetch(`${ready.http}/test/clock`)).status).toBe(404);
  });
});

describe("the first administrator of a folder without the sample", () => {
  it("gets a password in a file that only the owner of the folder can read", async () => {
    const data = newFolder();
    const server = await started(data, "--no-sample", "--admin", "anna@example.org");
    const file = join(data, "first-administrator.txt");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [name, password] = readFileSync(file, "utf8").split("\n");
    expect(name).toBe("anna@example.org");
    const { out, err } = await server.signal("SIGTERM");
    expect(out + err).not.toContain(password);
  });

  it("is whoever opens the setup link first, once", async () => {
    const data = newFolder();
    const { ready } = await started(data, "--no-sample");
    const link = readFileSync(join(data, "setup-link.txt"), "utf8").trim();
    const local = link.replace(/^http:\/\/localhost:\d+/, ready.http);
    expect((await fetch(local)).status).toBe(200);
    expect((await fetch(local.replace(/.{3}$/, "AAA"))).status).toBe(403);
    const claim = (name: string) =>
      fetch(`${ready.http}/setup`, {
        method: "POST",
        body: new URLSearchParams({
          code: new URL(link).searchParams.get("code") ?? "",
          userPrincipalName: name,
          displayName: name,
          password: "a long enough password",
        }),
      });
    const answers = await Promise.all([claim("a@example.org"), claim("b@example.org")]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    expect((await fetch(local)).status).toBe(403);
    const winner = answers[0]?.status === 200 ? "a@example.org" : "b@example.org";
    const made = await token(data, "--user", winner);
    expect(
      (await get(`${ready.http}/v1.0/directoryRoles/62e90394-69f5-4237-9190-012177145e10/members`, made))
        .body,
    ).toMatchObject({ value: [{ userPrincipalName: winner }] });
    expect(existsSync(join(data, "first-administrator.txt"))).toBe(false);
  });
});
