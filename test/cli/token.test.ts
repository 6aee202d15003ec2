/** `gatehouse token` and the rest of the command line. */
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, newFolder, type Running, run, start, token } from "./gatehouse.js";

let server: Running;

beforeAll(async () => {
  server = await start(newFolder());
});

afterAll(async () => {
  await server.signal("SIGKILL");
});

describe("gatehouse token", () => {
  it("makes a token for a person while the server runs, and the server believes it", async () => {
    const made = await token(server.data, "--user", "Priya.Raman@northwindharbor.example");
    expect(await get(`${server.ready.http}/v1.0/me`, made)).toMatchObject({
      status: 200,
      body: { displayName: "Priya Raman", jobTitle: "Berth Planner" },
    });
  });

  it("makes a token for an application, with the permissions that it was granted or with others", async () => {
    const granted = decodeJwt(await token(server.data, "--app", "joiner robot"));
    expect(granted["roles"]).toEqual(["EntitlementManagement.ReadWrite.All", "User.Read.All"]);
    const asked = decodeJwt(
      await token(server.data, "--app", String(granted["azp"]), "--roles", "User.Read.All"),
    );
    expect(asked).toMatchObject({ idtyp: "app", oid: granted["oid"], roles: ["User.Read.All"] });
  });

  it("makes a token for a guest of another tenant, always of the same object id", async () => {
    const one = decodeJwt(await token(server.data, "--guest", "kim@partner.example"));
    const same = decodeJwt(await token(server.data, "--guest", "KIM@partner.example", "--tenant", "T-1"));
    expect(same["oid"]).toBe(one["oid"]);
    expect(same["tid"]).toBe("t-1");
    expect(one["tid"]).not.toBe(decodeJwt(await token(server.data, "--app", "Joiner Robot"))["tid"]);
  });

  it("gives it the scopes and the lifetime asked for", async () => {
    const made = decodeJwt(
      await token(
        server.data,
        ...["--user", "admin@northwindharbor.example"],
        ...["--scopes", "User.Read  Group.Read.All", "--lifetime", "P3650D"],
      ),
    );
    expect(made["scp"]).toBe("User.Read Group.Read.All");
    expect((made.exp ?? 0) - (made.iat ?? 0)).toBe(3650 * 86_400);
  });

  it.each([
    [["--user", "nobody@example.org"], 1, "no user nobody@example.org"],
    [["--app", "no such application"], 1, "no application"],
    [[], 2, "--user UPN, --app NAME"],
    [["--user", "a@b.c", "--app", "x"], 2, "give one of"],
    [["--user", "admin@northwindharbor.example", "--lifetime", "P3660D"], 2, "ten years"],
    [["--user", "admin@northwindharbor.example", "--lifetime", "soon"], 2, "--lifetime"],
    [["--user", "admin@northwindharbor.example", "--roles", "x"], 2, "--roles"],
    [["--guest", "not an address"], 2, "e-mail"],
    [["--user", "admin@northwindharbor.example", "--verbose"], 2, "unknown option"],
    [["--user", "admin@northwindharbor.example", "extra"], 2, "too many arguments"],
  ])("refuses %j with one line and no stack trace", async (typed, code, said) => {
    const ended = await run("token", "--data", server.data, ...typed);
    expect(ended.code).toBe(code);
    expect(ended.out).toBe("");
    expect(ended.err).toContain(said);
    expect(ended.err).not.toMatch(/\n\s+at /);
  });

  it("says that a folder is no data folder, and makes none", async () => {
    expect(await run("token", "--data", newFolder(), "--user", "a@example.org")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no data folder") as unknown,
    });
  });
});

describe("gatehouse help", () => {
  it("lists the commands, and each command's flags with their variables", async () => {
    const overview = await run("help");
    expect(overview.code).toBe(0);
    for (const command of ["start", "token", "demo", "host", "help"])
      expect(overview.out).toContain(`  ${command}`);
    const { code, out } = await run("help", "start");
    expect(code).toBe(0);
    expect(out).toContain("--simulated-clock <instant>");
    expect(out).toContain("GATEHOUSE_SIMULATED_CLOCK");
    expect(out).toContain("--no-sample");
  });

  it("is what comes, with 2, after a command that does not exist and after none", async () => {
    expect((await run("strat")).code).toBe(2);
    expect((await run()).code).toBe(2);
  });
});
