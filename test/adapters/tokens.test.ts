/** Which access tokens are believed, and whom they prove. */
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import {
  AUDIENCE,
  type FolderIdentity,
  folderIssuer,
  openFolderIdentity,
  readFolderIdentity,
  signingKey,
} from "../../src/adapters/embedded/sign-in/folder-identity.js";
import { claimsOf, mintToken, type TokenSubject } from "../../src/adapters/embedded/sign-in/mint-token.js";
import { tokenCallers } from "../../src/adapters/tokens/caller-source.js";
import { externalIssuer, type TrustedIssuer } from "../../src/adapters/tokens/trusted-issuer.js";
import { validateToken } from "../../src/adapters/tokens/validate-token.js";

const NOW_MS = Date.parse("2026-11-22T19:00:00Z");
const NOW = NOW_MS / 1000;
const HOUR_MS = 3_600_000;
const TENANT = "5a3d1c52-9e6f-4f31-8b46-4f4f6c9d0001";
const ANNA = "11111111-1111-4111-8111-111111111111";

const anna: TokenSubject = {
  kind: "user",
  objectId: ANNA,
  tenantId: TENANT,
  displayName: "Anna Berg",
  userPrincipalName: "anna@example.org",
  scopes: ["EntitlementManagement.Read.All", "User.Read.All"],
  appId: "22222222-2222-4222-8222-222222222222",
};

const folder = mkdtempSync(join(tmpdir(), "gatehouse-tokens-"));
let identity: FolderIdentity;
let trusted: readonly TrustedIssuer[];

beforeAll(async () => {
  identity = await openFolderIdentity(folder, TENANT, randomIds());
  trusted = [folderIssuer(identity, "http://localhost:7071/oidc")];
});

/** A token as the folder makes it, with some of it changed. */
async function token(change: {
  readonly claims?: Record<string, unknown>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: Parameters<SignJWT["sign"]>[0];
}): Promise<string> {
  const claims = {
    ...claimsOf(anna),
    iss: identity.issuer,
    aud: AUDIENCE,
    iat: NOW,
    nbf: NOW,
    exp: NOW + 3600,
    ...change.claims,
  };
  const header = { alg: "RS256", kid: identity.keyId, typ: "JWT", ...change.header };
  return new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(change.key ?? (await signingKey(identity)), { crit: { "urn:x": true } });
}

function unsigned(header: Record<string, unknown>, claims: Record<string, unknown>, signature = ""): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${signature}`;
}

describe("a token of the data folder", () => {
  it("proves the person it was made for, until it ends", async () => {
    const made = await mintToken(identity, anna, NOW_MS, HOUR_MS);
    const valid = await validateToken(made, trusted, NOW_MS);
    expect(valid).toMatchObject({
      kind: "valid",
      claims: {
        kind: "user",
        objectId: ANNA,
        tenantId: TENANT,
        displayName: "Anna Berg",
        userPrincipalName: "anna@example.org",
        scopes: ["EntitlementManagement.Read.All", "User.Read.All"],
      },
      endsMs: NOW_MS + HOUR_MS,
    });
    expect(await validateToken(made, trusted, NOW_MS + HOUR_MS - 1)).toMatchObject({ kind: "valid" });
    expect(await validateToken(made, trusted, NOW_MS + HOUR_MS)).toEqual({
      kind: "invalid",
      message: "The access token has expired (exp).",
    });
    expect(await validateToken(made, trusted, NOW_MS - 1000)).toEqual({
      kind: "invalid",
      message: "The access token is not valid yet (nbf).",
    });
  });

  it("proves an application and its permissions", async () => {
    const subject: TokenSubject = {
      kind: "application",
      objectId: ANNA,
      tenantId: TENANT,
      displayName: "Robot",
      appId: "22222222-2222-4222-8222-222222222222",
      appRoles: ["EntitlementManagement.ReadWrite.All"],
    };
    const made = await mintToken(identity, subject, NOW_MS, HOUR_MS);
    expect(await validateToken(made, trusted, NOW_MS)).toMatchObject({
      claims: { kind: "application", appRoles: ["EntitlementManagement.ReadWrite.All"], scopes: [] },
    });
  });

  it("is good for ten years when it was asked for ten years", async () => {
    const years = 10 * 365 * 24 * HOUR_MS;
    const made = await mintToken(identity, anna, NOW_MS, years);
    expect(await validateToken(made, trusted, NOW_MS + years - 1)).toMatchObject({ kind: "valid" });
  });

  it("is signed with a key that only the owner of the folder can read, the same after a restart", async () => {
    expect(statSync(join(folder, "identity.json")).mode & 0o777).toBe(0o600);
    expect((await openFolderIdentity(folder, "another", randomIds())).keyId).toBe(identity.keyId);
    expect(readFolderIdentity(folder)?.tenantId).toBe(TENANT);
    expect(identity.publicKey).not.toHaveProperty("d");
    expect(readFileSync(join(folder, "identity.json"), "utf8")).toContain('"d"');
  });
});

describe("a token that is not the folder's own work is refused", () => {
  const cases: readonly (readonly [string, () => Promise<string>])[] = [
    ["unsigned (alg none)", async () => unsigned({ alg: "none", kid: identity.keyId }, await goodClaims())],
    [
      "unsigned, with a signature pasted on",
      async () =>
        unsigned({ alg: "none", kid: identity.keyId }, await goodClaims(), (await token({})).split(".")[2]),
    ],
    [
      "signed by HMAC with the public key as the secret",
      async () =>
        token({
          header: { alg: "HS256" },
          key: new TextEncoder().encode(JSON.stringify(identity.publicKey)),
        }),
    ],
    [
      "signed with another key under our key's name",
      async () => token({ key: (await generateKeyPair("RS256")).privateKey }),
    ],
    [
      "bringing its own key along (jwk)",
      async () => {
        const pair = await generateKeyPair("RS256");
        return token({ header: { jwk: await exportJWK(pair.publicKey) }, key: pair.privateKey });
      },
    ],
    ["of an unknown key (kid)", () => token({ header: { kid: "unknown" } })],
    ["without the name of its key", async () => token({ header: { kid: undefined as unknown as string } })],
    ["for another audience", () => token({ claims: { aud: "https://graph.microsoft.com" } })],
    ["for no audience", () => token({ claims: { aud: undefined } })],
    ["of another issuer", () => token({ claims: { iss: "https://evil.example" } })],
    ["of no issuer", () => token({ claims: { iss: undefined } })],
    ["expired", () => token({ claims: { exp: NOW - 1 } })],
    ["without an end", () => token({ claims: { exp: undefined } })],
    ["with an end that is no number", () => token({ claims: { exp: "never" as unknown as number } })],
    ["of the future", () => token({ claims: { nbf: NOW + 60 } })],
    ["naming nobody", () => token({ claims: { oid: undefined, sub: undefined } })],
    ["without a permission", () => token({ claims: { scp: undefined } })],
    ["an id token", () => token({ header: { typ: "logout+jwt" } })],
    [
      "demanding an extension we do not know (crit)",
      () => token({ header: { crit: ["urn:x"], "urn:x": 1 } }),
    ],
    ["too long", () => token({ claims: { padding: "x".repeat(20_000) } })],
    ["not a token", async () => "abc"],
    ["empty parts", async () => ".."],
  ];
  const goodClaims = async () => ({
    ...claimsOf(anna),
    iss: identity.issuer,
    aud: AUDIENCE,
    exp: NOW + 3600,
  });

  it.each(cases)("%s", async (_, make) => {
    const made = await make();
    expect(await validateToken(made, trusted, NOW_MS)).toMatchObject({ kind: "invalid" });
  });

  it("after any change of any character", async () => {
    const good = await mintToken(identity, anna, NOW_MS, HOUR_MS);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: good.length - 1 }),
        fc.constantFrom(...alphabet.split("")),
        async (position, character) => {
          const changed = good.slice(0, position) + character + good.slice(position + 1);
          // The last character of a part carries bits that base64 ignores: the same bytes are the same token.
          const same = changed
            .split(".")
            .every((part, index) =>
              Buffer.from(part, "base64url").equals(Buffer.from(good.split(".")[index] ?? "", "base64url")),
            );
          fc.pre(!same);
          expect((await validateToken(changed, trusted, NOW_MS)).kind).toBe("invalid");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("and the reason repeats nothing that was sent", async () => {
    const made = await token({ claims: { iss: "https://secret.example", aud: "secret-audience" } });
    const answer = await validateToken(made, trusted, NOW_MS);
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});

describe("tokens of an issuer elsewhere", () => {
  it("are checked with the keys that its discovery document names, and for their tenant", async () => {
    const pair = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: "elsewhere-1", alg: "RS256" };
    let reads = 0;
    const server = createServer((request, response) => {
      const base = `http://localhost:${(server.address() as AddressInfo).port}`;
      reads += 1;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(
          request.url === "/keys" ? { keys: [jwk] } : { issuer: base, jwks_uri: `${base}/keys` },
        ),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
      const elsewhere = [externalIssuer({ issuer, audiences: ["api://gatehouse"], tenantId: TENANT })];
      const sign = (claims: Record<string, unknown>) =>
        new SignJWT({ ...claimsOf(anna), iss: issuer, aud: "api://gatehouse", exp: NOW + 60, ...claims })
          .setProtectedHeader({ alg: "RS256", kid: "elsewhere-1" })
          .sign(pair.privateKey);
      expect(await validateToken(await sign({}), elsewhere, NOW_MS)).toMatchObject({ kind: "valid" });
      expect(await validateToken(await sign({ tid: "another" }), elsewhere, NOW_MS)).toEqual({
        kind: "invalid",
        message: "The access token is for another tenant (tid).",
      });
      expect(await validateToken(await token({}), elsewhere, NOW_MS)).toMatchObject({ kind: "invalid" });
      expect(reads).toBe(2);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("are refused, not a crash, while the issuer cannot be reached", async () => {
    const issuer = "http://localhost:1";
    const elsewhere = [externalIssuer({ issuer, audiences: [AUDIENCE], tenantId: TENANT })];
    expect(await validateToken(await token({ claims: { iss: issuer } }), elsewhere, NOW_MS)).toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("Try again") as unknown,
    });
  });

  it("are read in Entra's form v1 as well as v2", async () => {
    const keys = createLocalJWKSet({ keys: [identity.publicKey] });
    const entra: TrustedIssuer = {
      ...externalIssuer({
        issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        audiences: [AUDIENCE],
        tenantId: TENANT,
      }),
      keys,
    };
    const v1 = await token({
      claims: {
        iss: `https://sts.windows.net/${TENANT}/`,
        ver: "1.0",
        appid: "APP-1",
        azp: undefined,
        upn: "anna@example.org",
        preferred_username: undefined,
        idtyp: undefined,
        wids: ["62E90394-69f5-4237-9190-012177145e10"],
      },
    });
    expect(await validateToken(v1, [entra], NOW_MS)).toMatchObject({
      claims: {
        kind: "user",
        appId: "app-1",
        userPrincipalName: "anna@example.org",
        directoryRoleIds: ["62e90394-69f5-4237-9190-012177145e10"],
      },
    });
    const application = await token({
      claims: {
        iss: `https://sts.windows.net/${TENANT}/`,
        idtyp: undefined,
        scp: undefined,
        sub: ANNA,
        roles: ["EntitlementManagement.Read.All"],
      },
    });
    expect(await validateToken(application, [entra], NOW_MS)).toMatchObject({
      claims: { kind: "application", appRoles: ["EntitlementManagement.Read.All"] },
    });
  });

  it("with too many groups leave directory roles out, and the directory is asked for them", async () => {
    const asked: string[] = [];
    const callers = tokenCallers({
      directoryRoles: async (id) => {
        asked.push(id);
        return ["from-directory"];
      },
    });
    const overage = await token({ claims: { hasgroups: true, _claim_names: { groups: "src1" } } });
    const valid = await validateToken(overage, trusted, NOW_MS);
    if (valid.kind === "invalid") throw new Error(valid.message);
    expect(await callers.caller(valid.claims)).toMatchObject({
      caller: { directoryRoleIds: ["from-directory"] },
    });
    expect(asked).toEqual([ANNA]);
  });
});
