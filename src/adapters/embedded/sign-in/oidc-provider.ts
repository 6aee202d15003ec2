/**
 * The OpenID provider of a data folder: code flow with PKCE for the portal, client credentials for applications with a secret. Its access
 * tokens have the form of Entra ID's (v2) and are checked like any other issuer's.
 *
 * Sessions, codes and refresh tokens live in real time. Access tokens are dated by the folder's clock, since that is what checks them;
 * under a simulated clock they last ten years, so that moving time does not sign people out.
 */
import { hkdfSync } from "node:crypto";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Clock } from "../../../application/ports/clock.js";
import type { ServicePrincipalDocument, UserDocument } from "../../../application/ports/directory-objects.js";
import type { Documents } from "../../../application/ports/documents.js";
import { msOf } from "../../../domain/time/instant.js";
import { firstRow, object } from "../directory/rows.js";
import { grantedAppRoles, USER_SCOPES } from "./default-permissions.js";
import { AUDIENCE, type FolderIdentity, SIGNING_ALGORITHM } from "./folder-identity.js";
import { claimsOf } from "./mint-token.js";
import { applicationClient, isClientSecret, portalClient } from "./oidc-clients.js";
import type { OidcStorage } from "./oidc-storage.js";
import { html, page, pageHeaders } from "./page.js";

export type OidcOptions = {
  /** `http://localhost:7071/oidc`. */
  readonly issuer: string;
  readonly identity: FolderIdentity;
  readonly documents: Documents;
  readonly storage: OidcStorage;
  readonly clock: Clock;
  readonly isSimulated: boolean;
  /** Where the portal is reached. */
  readonly portalOrigins: readonly string[];
};

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const TOKEN_SECONDS = HOUR_SECONDS;
const SIMULATED_TOKEN_SECONDS = 3_650 * DAY_SECONDS;
/** As Entra gives single-page applications. */
const REFRESH_SECONDS = DAY_SECONDS;
const SESSION_SECONDS = 14 * DAY_SECONDS;
const INTERACTION_SECONDS = HOUR_SECONDS;
const OIDC_SCOPES = ["openid", "profile", "email", "offline_access"];

/** Clients write the API's permissions with its identifier in front, or without. */
const API_SCOPES = USER_SCOPES.flatMap((scope) => [scope, `${AUDIENCE}/${scope}`]);

export async function createOidcProvider(options: OidcOptions): Promise<Provider> {
  // Loaded when somebody signs in for the first time: most of a start's time would be its modules.
  const oidc = await import("oidc-provider");
  const provider = new oidc.Provider(options.issuer, configuration(options, oidc.errors));
  // The origin is told by the mount (see sign-in.ts), not guessed from the connection.
  provider.proxy = true;
  // Hashed secrets are compared as the provider's documentation says to: by replacing this method.
  provider.Client.prototype.compareClientSecret = function compare(secret) {
    return isClientSecret(this.clientSecret, secret);
  };
  return provider;
}

function configuration(options: OidcOptions, errors: typeof import("oidc-provider").errors): Configuration {
  const { identity, documents, storage, clock, portalOrigins } = options;
  const portal = portalClient(portalOrigins);
  return {
    adapter: (model: string) =>
      model === "Client"
        ? {
            ...storage(model),
            find: (id) => applicationClient(documents, clock, id),
          }
        : storage(model),
    clients: [portal],
    jwks: { keys: [{ ...identity.privateKey }] },
    cookies: {
      keys: [cookieKey(identity)],
      long: { signed: true, httpOnly: true, sameSite: "lax", path: "/" },
      short: { signed: true, httpOnly: true, sameSite: "lax", path: "/" },
    },
    responseTypes: ["code"],
    pkce: { required: () => true },
    scopes: OIDC_SCOPES,
    claims: {
      openid: ["sub", "oid", "tid"],
      profile: ["name", "preferred_username"],
      email: ["email"],
    },
    conformIdTokenClaims: false,
    clientBasedCORS: (_, origin) => portalOrigins.includes(origin),
    issueRefreshToken: async (_, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: TOKEN_SECONDS,
      ClientCredentials: TOKEN_SECONDS,
      IdToken: HOUR_SECONDS,
      RefreshToken: REFRESH_SECONDS,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
      Interaction: INTERACTION_SECONDS,
    },
    findAccount: async (_, id) => {
      const user = await object(documents, "user", id);
      return user === undefined || !user.accountEnabled ? undefined : account(user, identity);
    },
    loadExistingGrant,
    interactions: {
      url: (_, interaction) => `${new URL(options.issuer).pathname}/interaction/${interaction.uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => {
          if (resource !== AUDIENCE) throw new errors.InvalidTarget();
          return {
            scope: API_SCOPES.join(" "),
            audience: AUDIENCE,
            accessTokenFormat: "jwt",
            accessTokenTTL: TOKEN_SECONDS,
            jwt: { sign: { alg: SIGNING_ALGORITHM } },
          };
        },
      },
    },
    formats: {
      customizers: {
        jwt: async (_, token, parts) => {
          const { iss, jti, client_id: clientId, scope } = parts.payload;
          const accountId = "accountId" in token ? token.accountId : undefined;
          const claims =
            typeof accountId === "string"
              ? await userClaims(options, accountId, String(clientId), typeof scope === "string" ? scope : "")
              : await applicationClaims(options, String(clientId));
          const now = Math.floor(msOf(clock.now()) / 1000);
          parts.header = { ...parts.header, typ: "JWT" };
          parts.payload = {
            ...{ iss, jti, aud: AUDIENCE, iat: now, nbf: now },
            exp: now + (options.isSimulated ? SIMULATED_TOKEN_SECONDS : TOKEN_SECONDS),
            ...claims,
          };
        },
      },
    },
    renderError,
  };
}

function account(user: UserDocument, { tenantId }: FolderIdentity) {
  return {
    accountId: user.id,
    claims: () => ({
      sub: user.id,
      oid: user.id,
      tid: tenantId,
      name: user.displayName,
      preferred_username: user.userPrincipalName,
      email: user.mail ?? undefined,
    }),
  };
}

async function userClaims(
  { documents, identity }: OidcOptions,
  userId: string,
  clientId: string,
  scope: string,
): Promise<Record<string, unknown>> {
  const user = await object(documents, "user", userId);
  if (user === undefined) throw new Error("The account was deleted while it signed in.");
  const scopes = scope.split(" ").map((one) => one.slice(one.lastIndexOf("/") + 1));
  const claims = claimsOf({
    kind: "user",
    objectId: user.id,
    tenantId: identity.tenantId,
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    scopes: scopes.filter((one) => USER_SCOPES.includes(one)),
    appId: clientId,
  });
  return { sub: user.id, ...claims };
}

async function applicationClaims(
  { documents, identity }: OidcOptions,
  appId: string,
): Promise<Record<string, unknown>> {
  const principal = await firstRow<ServicePrincipalDocument>(documents, "servicePrincipal", {
    op: "eq",
    path: "appId",
    value: appId,
  });
  if (principal === undefined) throw new Error("The application's service principal was deleted meanwhile.");
  const claims = claimsOf({
    kind: "application",
    objectId: principal.id,
    tenantId: identity.tenantId,
    displayName: principal.displayName,
    appId,
    appRoles: await grantedAppRoles(documents, principal.id),
  });
  return { sub: principal.id, ...claims };
}

/** The portal is this product's own: nobody is asked whether it may act for them. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { provider, session, client, result } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const found = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = found ?? new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(OIDC_SCOPES.join(" "));
  grant.addOIDCClaims(["oid", "tid", "name", "preferred_username", "email"]);
  grant.addResourceScope(AUDIENCE, API_SCOPES.join(" "));
  await grant.save();
  return grant;
}

function cookieKey({ privateKey }: FolderIdentity): string {
  return Buffer.from(hkdfSync("sha256", privateKey.d ?? "", "", "gatehouse sign-in cookies", 32)).toString(
    "base64url",
  );
}

function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
  ctx.set(pageHeaders([new URL(ctx.oidc.issuer).origin]));
  // The form is the provider's own; its buttons belong to it by its id.
  const content = html`<h1>Sign out?</h1>
${{ html: form }}
<button class="go" type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`;
  ctx.body = page("Sign out", content);
}

function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  ctx.set(pageHeaders());
  ctx.body = page("Signed out", html`<h1>You are signed out</h1><p>You can close this window.</p>`);
}

function renderError(
  ctx: KoaContextWithOIDC,
  out: { readonly error: string; readonly error_description?: string | undefined },
): void {
  ctx.set(pageHeaders());
  const content = html`<h1>Sign-in could not go on</h1>
<p>${out.error_description ?? out.error}</p>
<p class="note">Go back to where you came from and begin again.</p>`;
  ctx.body = page("Sign-in", content);
}
