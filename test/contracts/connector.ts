/** What every Connector promises: giving and taking are safe to repeat, are proven by reading back, and say plainly what went wrong. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Connector } from "../../src/application/ports/connector.js";
import type { GrantedRole } from "../../src/domain/assignment/role-grant.js";

export type ConnectorFixture = {
  readonly connector: Connector;
  readonly personId: string;
  readonly anotherPersonId: string;
  readonly groupId: string;
  readonly dynamicGroupId: string;
  readonly servicePrincipalId: string;
  readonly appRoleId: string;
  /** Declares no app roles. */
  readonly plainServicePrincipalId: string;
  readonly siteUrl: string;
  readonly siteRoleId: string;
  /** How many times the person stands in the target with this role: proves that repeating does not double. */
  count(role: GrantedRole, personId: string): Promise<number>;
};

const NOBODY = "00000000-0000-4000-8000-00000000dead";
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

export function connectorContract(adapter: string, open: () => Promise<ConnectorFixture>): void {
  describe(`the connector: ${adapter}`, () => {
    let fixture: ConnectorFixture;
    beforeAll(async () => {
      fixture = await open();
    });

    const role = (
      originSystem: GrantedRole["originSystem"],
      resourceOriginId: string,
      roleOriginId: string,
    ): GrantedRole => ({
      originSystem,
      resourceOriginId,
      resourceDisplayName: "the resource",
      roleOriginId,
      roleDisplayName: "the role",
      scopeOriginId: resourceOriginId,
    });

    const roles: readonly (readonly [string, () => GrantedRole])[] = [
      ["membership of a group", () => role("AadGroup", fixture.groupId, `Member_${fixture.groupId}`)],
      ["ownership of a group", () => role("AadGroup", fixture.groupId, `Owner_${fixture.groupId}`)],
      [
        "a role of an application",
        () => role("AadApplication", fixture.servicePrincipalId, fixture.appRoleId),
      ],
      [
        "default access to an application",
        () => role("AadApplication", fixture.plainServicePrincipalId, DEFAULT_ACCESS),
      ],
      ["a permission of a site", () => role("SharePointOnline", fixture.siteUrl, fixture.siteRoleId)],
    ];

    describe.each(roles)("%s", (_, make) => {
      it("is given once however often it is given, and taken once however often it is taken", async () => {
        const { connector, personId, anotherPersonId } = fixture;
        expect(await connector.has(make(), personId)).toBe(false);
        for (const attempt of [1, 2, 3]) {
          expect(await connector.grant(make(), personId, `key-${attempt}`)).toEqual({ kind: "done" });
        }
        expect(await connector.has(make(), personId)).toBe(true);
        expect(await fixture.count(make(), personId)).toBe(1);
        expect(await connector.has(make(), anotherPersonId)).toBe(false);
        for (const attempt of [1, 2]) {
          expect(await connector.revoke(make(), personId, `key-${attempt}`)).toEqual({ kind: "done" });
        }
        expect(await connector.has(make(), personId)).toBe(false);
      });

      it("is given once when it is given many times at the same moment", async () => {
        const { connector, personId } = fixture;
        const results = await Promise.all(
          Array.from({ length: 20 }, () => connector.grant(make(), personId, "the same key")),
        );
        expect(new Set(results.map((result) => result.kind))).toEqual(new Set(["done"]));
        expect(await fixture.count(make(), personId)).toBe(1);
        await connector.revoke(make(), personId, "key");
      });

      it("is not given to somebody who is not there, and the message says to whom or what", async () => {
        const result = await fixture.connector.grant(make(), NOBODY, "key");
        expect(result).toMatchObject({ kind: "failed", message: expect.stringContaining(NOBODY) as unknown });
        expect(await fixture.connector.has(make(), NOBODY)).toBe(false);
      });
    });

    it("membership and ownership are two things", async () => {
      const { connector, groupId, personId } = fixture;
      await connector.grant(role("AadGroup", groupId, `Owner_${groupId}`), personId, "key");
      expect(await connector.has(role("AadGroup", groupId, `Member_${groupId}`), personId)).toBe(false);
      await connector.revoke(role("AadGroup", groupId, `Owner_${groupId}`), personId, "key");
    });

    it.each<readonly [string, () => GrantedRole]>([
      ["a group that is gone", () => role("AadGroup", NOBODY, `Member_${NOBODY}`)],
      ["a role that the group does not have", () => role("AadGroup", fixture.groupId, "Member_another")],
      [
        "membership of a group whose members a rule decides",
        () => role("AadGroup", fixture.dynamicGroupId, `Member_${fixture.dynamicGroupId}`),
      ],
      ["an application that is gone", () => role("AadApplication", NOBODY, fixture.appRoleId)],
      ["an app role that is gone", () => role("AadApplication", fixture.servicePrincipalId, NOBODY)],
      ["a site that is gone", () => role("SharePointOnline", "https://sites.example.org/gone", "3")],
      ["a site role that is gone", () => role("SharePointOnline", fixture.siteUrl, "999")],
    ])("fails with a message, and does not throw, when asked to give %s", async (_, make) => {
      const result = await fixture.connector.grant(make(), fixture.personId, "key");
      expect(result).toMatchObject({
        kind: "failed",
        message: expect.stringContaining("the role") as unknown,
      });
    });

    it.each<readonly [string, () => GrantedRole]>([
      ["a group", () => role("AadGroup", NOBODY, `Member_${NOBODY}`)],
      ["an application", () => role("AadApplication", NOBODY, DEFAULT_ACCESS)],
      ["a site", () => role("SharePointOnline", "https://sites.example.org/gone", "3")],
    ])("has taken away the role of %s that no longer exists", async (_, make) => {
      expect(await fixture.connector.revoke(make(), fixture.personId, "key")).toEqual({ kind: "done" });
      expect(await fixture.connector.has(make(), fixture.personId)).toBe(false);
    });
  });
}
