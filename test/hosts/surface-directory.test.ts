import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/wire/json-object.js";
import { idOf, openSurface, type Surface } from "./surface-fixture.js";

describe("the directory over HTTP", () => {
  let surface: Surface;
  beforeEach(async () => {
    surface = await openSurface();
  });
  afterEach(() => surface.close());

  const get = (path: string, as = "admin") => surface.call("GET", `/v1.0${path}`, { as });
  const send = (method: string, path: string, body?: unknown, as = "admin") =>
    surface.call(method, `/v1.0${path}`, body === undefined ? { as } : { as, body });
  const personId = (name: string) => surface.people[name]?.objectId ?? "";
  const reference = (id: string) => ({
    "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
  });
  const values = (body: JsonObject) => body["value"] as readonly JsonObject[];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const names = (body: JsonObject) => values(body).map((one) => one["displayName"]);

  const newUser = async (name: string, more: object = {}) =>
    send("POST", "/users", {
      accountEnabled: true,
      displayName: name,
      mailNickname: name,
      userPrincipalName: `${name}@example.org`,
      passwordProfile: { password: "a good password", forceChangePasswordNextSignIn: false },
      ...more,
    });

  describe("people", () => {
    it("are made as Graph's reference makes them, and shown without their password", async () => {
      const created = await newUser("Zoe", { jobTitle: "Pilot", department: "Marine", usageLocation: "NO" });
      expect(created.status).toBe(201);
      expect(created.headers["Location"]).toBe(`http://localhost:7071/v1.0/users/${idOf(created)}`);
      expect(created.body).toMatchObject({
        displayName: "Zoe",
        userPrincipalName: "Zoe@example.org",
        userType: "Member",
        jobTitle: "Pilot",
        mail: null,
        accountEnabled: true,
      });
      expect(created.text).not.toContain("assword");
      expect((await get(`/users/${idOf(created)}`)).body).toEqual(created.body);
    });

    it("are found by id and by user name in any letter case", async () => {
      expect((await get("/users/OWNER@example.org")).body["id"]).toBe(personId("owner"));
      expect((await get("/users/nobody@example.org")).body).toMatchObject({
        error: { code: "Request_ResourceNotFound" },
      });
      expect((await get(`/users/${surface.groups["engineers"] ?? ""}`)).status).toBe(404);
    });

    it("are filtered, ordered, searched, counted and paged", async () => {
      const some = await get(
        "/users?$filter=startswith(displayName,'a')&$orderby=displayName desc&$count=true",
      );
      expect(names(some.body)).toEqual(["auditor", "approver", "admin"]);
      expect(some.body["@odata.count"]).toBe(3);
      expect(names((await get('/users?$search="displayName:GOVER"')).body)).toEqual(["governor"]);
      const seen: unknown[] = [];
      for (let path: string | undefined = "/users?$top=4&$select=displayName"; path !== undefined; ) {
        const page: Awaited<ReturnType<typeof get>> = await get(path);
        seen.push(...names(page.body));
        const next = page.body["@odata.nextLink"];
        path = typeof next === "string" ? next.slice(next.indexOf("/v1.0") + 5) : undefined;
      }
      expect(new Set(seen).size).toBe(9);
    });

    it("are changed in part, only in the version that If-Match names", async () => {
      const created = await newUser("Zoe");
      const path = `/v1.0/users/${idOf(created)}`;
      const etag = text(created.body["@odata.etag"]);
      const change = (jobTitle: string) =>
        surface.call("PATCH", path, { as: "admin", body: { jobTitle }, headers: { "if-match": etag } });
      expect((await change("Pilot")).status).toBe(204);
      expect((await change("Cook")).status).toBe(412);
      expect((await get(`/users/${idOf(created)}`)).body).toMatchObject({
        jobTitle: "Pilot",
        displayName: "Zoe",
      });
    });

    it("cannot have another's user name, a bad one, or a short password", async () => {
      expect((await newUser("OWNER")).body).toMatchObject({
        error: { code: "BadRequest", target: "userPrincipalName" },
      });
      expect((await newUser("a b")).status).toBe(400);
      expect((await newUser("Zoe", { passwordProfile: { password: "short" } })).status).toBe(400);
      expect((await newUser("Zoe", { onPremisesExtensionAttributes: { other: "x" } })).status).toBe(400);
    });

    it("made twice with one Idempotency-Key are made once", async () => {
      const body = { displayName: "Zoe", userPrincipalName: "zoe@example.org" };
      const make = () =>
        surface.call("POST", "/v1.0/users", { as: "admin", body, headers: { "idempotency-key": "one" } });
      const [first, second] = [await make(), await make()];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(idOf(second)).toBe(idOf(first));
    });

    it("have a manager, who has reports, and no circle of them", async () => {
      const path = `/users/${personId("somebody")}/manager`;
      expect((await get(path)).status).toBe(404);
      expect((await send("PUT", `${path}/$ref`, reference(personId("owner")))).status).toBe(204);
      expect((await get(path)).body).toMatchObject({ id: personId("owner") });
      expect(names((await get(`/users/${personId("owner")}/directReports`)).body)).toEqual(["somebody"]);
      const circle = await send(
        "PUT",
        `/users/${personId("owner")}/manager/$ref`,
        reference(personId("somebody")),
      );
      expect(circle.status).toBe(400);
      expect((await send("DELETE", `${path}/$ref`)).status).toBe(204);
      expect((await get(path)).status).toBe(404);
    });

    it("have sponsors", async () => {
      const path = `/users/${personId("guest")}/sponsors`;
      expect((await send("POST", `${path}/$ref`, reference(personId("owner")))).status).toBe(204);
      expect(names((await get(path)).body)).toEqual(["owner"]);
      expect((await send("DELETE", `${path}/${personId("owner")}/$ref`)).status).toBe(204);
      expect((await get(path)).body["value"]).toEqual([]);
    });

    it("see themselves at /me, and an application sees nobody there", async () => {
      expect((await get("/me", "somebody")).body).toMatchObject({ displayName: "somebody" });
      expect((await get("/me", "robot")).status).toBe(403);
    });

    it("are told of as they come, change and go by /users/delta", async () => {
      const follow = async (start: string) => {
        const all: JsonObject[] = [];
        for (let path = start; ; ) {
          const { body } = await get(path);
          all.push(...values(body));
          const link = body["@odata.nextLink"] ?? body["@odata.deltaLink"];
          path = text(link).slice(text(link).indexOf("/v1.0") + 5);
          if (body["@odata.deltaLink"] !== undefined) return { all, path };
        }
      };
      const first = await follow("/users/delta?$top=3&$select=displayName");
      expect(new Set(first.all.map((one) => one["displayName"])).size).toBe(9);
      expect((await follow(first.path)).all).toEqual([]);
      const created = await newUser("Zoe");
      await send("PATCH", `/users/${personId("reader")}`, { jobTitle: "Librarian" });
      await send("DELETE", `/users/${personId("creator")}`);
      const later = await follow(first.path);
      expect(later.all).toEqual([
        expect.objectContaining({ id: idOf(created), displayName: "Zoe" }),
        expect.objectContaining({ id: personId("reader"), displayName: "reader" }),
        { id: personId("creator"), "@removed": { reason: "deleted" } },
      ]);
    });
  });

  describe("groups", () => {
    it("are made with members and owners, or not at all when one of them is nobody", async () => {
      const group = (memberId: string) => ({
        displayName: "Pilots",
        mailEnabled: false,
        mailNickname: "pilots",
        securityEnabled: true,
        "members@odata.bind": [`https://graph.microsoft.com/v1.0/users/${memberId}`],
        "owners@odata.bind": [`https://graph.microsoft.com/v1.0/users/${personId("owner")}`],
      });
      const created = await send("POST", "/groups", group(personId("somebody")));
      expect(created.status).toBe(201);
      expect(names((await get(`/groups/${idOf(created)}/members`)).body)).toEqual(["somebody"]);
      expect(names((await get(`/groups/${idOf(created)}/owners`)).body)).toEqual(["owner"]);
      const nobody = "00000000-0000-4000-8000-00000000dead";
      expect((await send("POST", "/groups", group(nobody))).status).toBe(404);
      expect((await get("/groups?$filter=displayName eq 'Pilots'&$count=true")).body["@odata.count"]).toBe(1);
    });

    it("take and lose members, and refuse to do either twice", async () => {
      const path = `/groups/${surface.groups["engineers"] ?? ""}/members`;
      const add = () => send("POST", `${path}/$ref`, reference(personId("reader")));
      const remove = () => send("DELETE", `${path}/${personId("reader")}/$ref`);
      expect([(await add()).status, (await add()).status]).toEqual([204, 400]);
      expect((await get(`${path}?$count=true&$select=id,displayName`)).body).toMatchObject({
        "@odata.count": 1,
        value: [{ "@odata.type": "#microsoft.graph.user", displayName: "reader" }],
      });
      expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    });

    it("in groups are seen through by the transitive lists", async () => {
      const { engineers = "", designers = "" } = surface.groups;
      await send("POST", `/groups/${engineers}/members/$ref`, reference(designers));
      expect(names((await get(`/groups/${engineers}/members`)).body)).toEqual(["designers"]);
      expect(names((await get(`/groups/${engineers}/members/microsoft.graph.user`)).body)).toEqual([]);
      expect(names((await get(`/groups/${engineers}/transitiveMembers`)).body)).toEqual(["somebody"]);
      const groups = await get(`/users/${personId("somebody")}/transitiveMemberOf`);
      expect(new Set(names(groups.body))).toEqual(new Set(["designers", "engineers"]));
      expect(names((await get(`/users/${personId("somebody")}/memberOf`)).body)).toEqual(["designers"]);
    });

    it("whose members a rule decides take none by hand", async () => {
      const created = await send("POST", "/groups", {
        displayName: "Rule",
        groupTypes: ["DynamicMembership"],
        membershipRule: 'user.department -eq "Sales"',
      });
      const added = await send(
        "POST",
        `/groups/${idOf(created)}/members/$ref`,
        reference(personId("reader")),
      );
      expect(added.status).toBe(400);
    });
  });

  describe("applications and sites", () => {
    it("give app roles to people, and show who has them", async () => {
      const { id, roleId } = surface.application;
      const path = `/servicePrincipals/${id}/appRoleAssignedTo`;
      const give = () =>
        send("POST", path, { principalId: personId("reader"), resourceId: id, appRoleId: roleId });
      const given = await give();
      expect(given.status).toBe(201);
      expect(given.body).toMatchObject({
        principalDisplayName: "reader",
        principalType: "User",
        appRoleId: roleId,
      });
      expect((await give()).status).toBe(400);
      expect(values((await get(`/users/${personId("reader")}/appRoleAssignments`)).body)).toHaveLength(1);
      expect((await send("DELETE", `${path}/${idOf(given)}`)).status).toBe(204);
      expect((await get(path)).body["value"]).toEqual([]);
    });

    it("are registered with app roles that reach the service principal, found by appId", async () => {
      const role = { id: "11111111-1111-4111-8111-111111111111", displayName: "Writer", value: "Writer" };
      const registered = await send("POST", "/applications", { displayName: "Wiki", appRoles: [role] });
      const appId = text(registered.body["appId"]);
      expect((await send("POST", "/servicePrincipals", { appId })).status).toBe(201);
      expect((await send("POST", "/servicePrincipals", { appId })).status).toBe(400);
      await send("PATCH", `/applications/${idOf(registered)}`, { displayName: "The Wiki" });
      expect((await get(`/servicePrincipals(appId='${appId}')`)).body).toMatchObject({
        displayName: "The Wiki",
        appRoles: [{ ...role, isEnabled: true, allowedMemberTypes: ["User"] }],
      });
    });

    it("get a secret that is shown once", async () => {
      const registered = await send("POST", "/applications", { displayName: "Robot" });
      const path = `/applications/${idOf(registered)}`;
      const added = await send("POST", `${path}/addPassword`, {
        passwordCredential: { displayName: "first" },
      });
      expect(added.body).toMatchObject({ displayName: "first", secretText: expect.any(String) as unknown });
      expect((await get(path)).text).not.toContain(text(added.body["secretText"]));
      const remove = () => send("POST", `${path}/removePassword`, { keyId: added.body["keyId"] });
      expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    });

    it("of the kind site offer permission roles, and show who has them", async () => {
      const made = await send("POST", "/sites", {
        displayName: "Handbook",
        webUrl: "https://sites.example.org/h",
      });
      expect(made.body).toMatchObject({ roles: [{ id: "3" }, { id: "4" }, { id: "5" }] });
      const path = `/sites/${idOf(made)}/permissions`;
      const give = (role: string) =>
        send("POST", path, { roles: [role], grantedToV2: { user: { id: personId("reader") } } });
      const given = await give("4");
      expect(given.body).toMatchObject({ roles: ["4"], grantedToV2: { user: { displayName: "reader" } } });
      expect([(await give("4")).status, (await give("9")).status]).toEqual([400, 404]);
      expect(values((await get(path)).body)).toHaveLength(1);
      expect((await send("DELETE", `${path}/${idOf(given)}`)).status).toBe(204);
    });
  });

  describe("may be read and changed", () => {
    it("by those who may: administrators change, members read, guests and strangers do neither", async () => {
      const path = `/users/${personId("reader")}`;
      const status = async (method: string, as: string | undefined) =>
        (await surface.call(method, `/v1.0${path}`, { as, ...(method === "PATCH" ? { body: {} } : {}) }))
          .status;
      expect([await status("GET", "admin"), await status("PATCH", "admin")]).toEqual([200, 204]);
      expect([await status("GET", "somebody"), await status("PATCH", "somebody")]).toEqual([200, 403]);
      expect([await status("GET", "guest"), await status("PATCH", "guest")]).toEqual([403, 403]);
      expect([await status("GET", undefined), await status("PATCH", undefined)]).toEqual([401, 401]);
    });

    it("only with a permission for that kind of object", async () => {
      const admin = surface.people["admin"];
      if (admin?.kind !== "user") throw new Error("The fixture's administrator is a person.");
      const limited = { ...admin, scopes: ["Group.Read.All"] };
      const users = await surface.call("GET", "/v1.0/users", { as: limited });
      const groups = await surface.call("GET", "/v1.0/groups", { as: limited });
      expect([users.status, groups.status]).toEqual([403, 200]);
    });

    it("directory roles are given and taken like members, and count from the next call on", async () => {
      const role = "62e90394-69f5-4237-9190-012177145e10";
      const path = `/directoryRoles/${role}/members`;
      expect((await send("POST", `${path}/$ref`, reference(personId("reader")))).status).toBe(204);
      expect(names((await get(path)).body)).toEqual(["reader"]);
      expect((await get(`/directoryRoles(roleTemplateId='${role}')`)).body).toMatchObject({
        displayName: "Global Administrator",
      });
      expect((await send("DELETE", `${path}/${personId("reader")}/$ref`)).status).toBe(204);
      expect((await get(path)).body["value"]).toEqual([]);
    });

    it("an object of any kind is found by its id alone", async () => {
      expect((await get(`/directoryObjects/${surface.groups["engineers"] ?? ""}`)).body).toMatchObject({
        "@odata.type": "#microsoft.graph.group",
        displayName: "engineers",
      });
      expect((await get("/directoryObjects/00000000-0000-4000-8000-00000000dead")).status).toBe(404);
    });
  });
});
