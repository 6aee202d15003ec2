/** Who may ask the OpenID provider for tokens: the portal, for people, and every application with a secret, for itself. */
import { hash, timingSafeEqual } from "node:crypto";
import type { ClientMetadata } from "oidc-provider";
import type { Clock } from "../../../application/ports/clock.js";
import type {
  ApplicationDocument,
  ServicePrincipalDocument,
} from "../../../application/ports/directory-objects.js";
import type { Documents } from "../../../application/ports/documents.js";
import type { ClientSecretDocument } from "../directory/client-secrets.js";
import { firstRow } from "../directory/rows.js";

const PORTAL_CLIENT_ID = "gatehouse-portal";

/** Pages of the portal to which the provider may send people back, below any of its addresses. */
const RETURN_PATHS = ["/", "/signed-in", "/sign-in", "/auth/callback", "/silent-renew"];

/** A public client: it keeps no secret, so PKCE is asked of it. `origins`: where the portal is reached. */
export function portalClient(origins: readonly string[]): ClientMetadata {
  return {
    client_id: PORTAL_CLIENT_ID,
    client_name: "Gatehouse",
    application_type: "web",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: origins.flatMap((origin) => RETURN_PATHS.map((path) => `${origin}${path}`)),
    post_logout_redirect_uris: origins.flatMap((origin) => [`${origin}/`, `${origin}/signed-out`]),
  };
}

/** The application with this appId as a client; undefined when it has no valid secret, or its service principal is gone or disabled. */
export async function applicationClient(
  documents: Pick<Documents, "query" | "partition">,
  clock: Clock,
  appId: string,
): Promise<ClientMetadata | undefined> {
  const filter = { op: "eq", path: "appId", value: appId.toLowerCase() } as const;
  const [application, principal] = await Promise.all([
    firstRow<ApplicationDocument>(documents, "application", filter),
    firstRow<ServicePrincipalDocument>(documents, "servicePrincipal", filter),
  ]);
  if (application === undefined || principal?.accountEnabled !== true) return undefined;
  const now = clock.now();
  const secrets = (
    await documents.partition<ClientSecretDocument>("directory", application.id, "clientSecret")
  ).filter(({ document }) => document.endDateTime > now);
  if (secrets.length === 0) return undefined;
  return {
    client_id: application.appId,
    client_name: application.displayName,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    // Hashes: `isClientSecret` compares. Nothing signs with a client's secret here.
    client_secret: secrets.map(({ document }) => document.hash).join(" "),
  };
}

/** Whether the secret is one of those whose hashes `applicationClient` has put together. */
export function isClientSecret(hashes: string | undefined, secret: string): boolean {
  const given = Buffer.from(hash("sha256", secret, "base64url"));
  let found = false;
  for (const one of (hashes ?? "").split(" ")) {
    const known = Buffer.from(one);
    // Every one is compared, so that the time does not tell which.
    if (known.length === given.length && timingSafeEqual(known, given)) found = true;
  }
  return found;
}
