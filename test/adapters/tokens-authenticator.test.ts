/** Who calls, as an Authorization header proves it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { randomIds } from "../../src/adapters/embedded/ids/ids.js";
import {
  type FolderIdentity,
  folderIssuer,
  openFolderIdentity,
} from "../../src/adapters/embedded/sign-in/folder-identity.js";
import { mintToken, type TokenSubject } from "../../src/adapters/embedded/sign-in/mint-token.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { openAuthenticator } from "../../src/adapters/tokens/authenticator.js";
import { type CallerSource, directoryCallers } from "../../src/adapters/tokens/caller-source.js";
import type { TrustedIssuer } from "../../src/adapters/tokens/trusted-issuer.js";
import type { DirectoryUser } from "../../src/application/ports/directory.js";

const NOW_MS = Date.parse("2026-11-22T19:00:00Z");
const HOUR_MS = 3_600_000;
const TENANT = "5a3d1c52-9e6f-4f31-8b46-4f4f6c9d0001";
const ANNA = "11111111-1111-4111-8111-111111111111";

const anna: TokenSubject = {
  kind: "user",
  objectId: ANNA,
  tenantId: TENANT,
  displayName: "Anna Berg",
  userPrincipalName: "anna@example.org",
  scopes: ["EntitlementManagement.Read.All"],
  appId: "22222222-2222-4222-8222-222222222222",
};

let identity: FolderIdentity;
let trusted: readonly TrustedIssuer[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-authenticator-"));
  identity = await openFolderIdentity(folder, TENANT, randomIds());
  trusted = [folderIssuer(identity, undefined)];
});

describe("who calls", () => {
  const person: DirectoryUser = {
    id: ANNA,
    displayName: "Anna Berg",
    userPrincipalName: "anna@example.org",
    mail: "anna@example.org",
    userType: "Member",
    accountEnabled: true,
    department: null,
    jobTitle: null,
    preferredLanguage: null,
    managerId: null,
  };

  function people(): {
    person: DirectoryUser | undefined;
    roles: string[];
    generation: number;
    lookUps: number;
    source: CallerSource;
  } {
    const state = {
      person: person as DirectoryUser | undefined,
      roles: ["role-1"],
      generation: 0,
      lookUps: 0,
    };
    const source = directoryCallers(
      {
        user: async () => {
          state.lookUps += 1;
          return state.person;
        },
        directoryRoles: async () => state.roles,
        servicePrincipalByAppId: async () => undefined,
      },
      new Set([TENANT]),
      () => state.generation,
    );
    return Object.assign(state, { source });
  }

  it("is asked of the Authorization header, and nobody calls without one", async () => {
    const authenticate = openAuthenticator({
      trusted,
      callers: people().source,
      clock: simulatedClock(NOW_MS),
    });
    for (const header of [undefined, "", "Bearer", "Basic YTpi", "Bearer a b"]) {
      expect(await authenticate(header)).toMatchObject({ kind: "unauthenticated" });
    }
  });

  it("is nobody of ours with a token of another tenant, even one that has the object id of somebody here", async () => {
    const authenticate = openAuthenticator({
      trusted,
      callers: people().source,
      clock: simulatedClock(NOW_MS),
    });
    const elsewhere: TokenSubject = { ...anna, tenantId: "33333333-3333-4333-8333-333333333333" };
    const token = await mintToken(identity, elsewhere, NOW_MS, HOUR_MS);
    expect(await authenticate(`Bearer ${token}`)).toMatchObject({
      caller: { isForeign: true, directoryRoleIds: [], userPrincipalName: "anna@example.org" },
    });
    const own = await authenticate(`Bearer ${await mintToken(identity, anna, NOW_MS, HOUR_MS)}`);
    expect(own).not.toHaveProperty("caller.isForeign");
  });

  it("has the directory roles of this moment, and is refused as soon as the account is disabled", async () => {
    const state = people();
    const authenticate = openAuthenticator({ trusted, callers: state.source, clock: simulatedClock(NOW_MS) });
    const header = `Bearer ${await mintToken(identity, anna, NOW_MS, HOUR_MS)}`;
    expect(await authenticate(header)).toMatchObject({ caller: { directoryRoleIds: ["role-1"] } });
    state.roles = [];
    state.generation += 1;
    expect(await authenticate(header)).toMatchObject({ caller: { directoryRoleIds: [] } });
    state.person = { ...person, accountEnabled: false };
    state.generation += 1;
    expect(await authenticate(header)).toMatchObject({ kind: "unauthenticated" });
    state.person = undefined;
    state.generation += 1;
    expect(await authenticate(header)).toMatchObject({ kind: "unauthenticated" });
  });

  it("is looked up once while nothing in the directory changes, and is forgotten when the token ends", async () => {
    const state = people();
    const clock = simulatedClock(NOW_MS);
    const authenticate = openAuthenticator({ trusted, callers: state.source, clock });
    const header = `Bearer ${await mintToken(identity, anna, NOW_MS, 60_000)}`;
    for (let call = 0; call < 10; call += 1) await authenticate(header);
    expect(state.lookUps).toBe(1);
    await clock.advanceTo(NOW_MS + 60_000, workTracker());
    expect(await authenticate(header)).toEqual({
      kind: "unauthenticated",
      message: "The access token has expired (exp).",
    });
  });

  it("may be a guest of another tenant who is not in the directory", async () => {
    const state = people();
    state.person = undefined;
    const authenticate = openAuthenticator({ trusted, callers: state.source, clock: simulatedClock(NOW_MS) });
    const guest = { ...anna, tenantId: "99999999-9999-4999-8999-999999999999" };
    expect(await authenticate(`Bearer ${await mintToken(identity, guest, NOW_MS, HOUR_MS)}`)).toMatchObject({
      kind: "caller",
      caller: { tenantId: guest.tenantId, directoryRoleIds: [] },
    });
  });
});
