/** `/oidc`: sign-in for the portal, and tokens for applications, from the folder's own OpenID provider. */

import { randomIds } from "../../adapters/embedded/ids/ids.js";
import type { FolderIdentity } from "../../adapters/embedded/sign-in/folder-identity.js";
import { openOidcStorage } from "../../adapters/embedded/sign-in/oidc-storage.js";
import { openSignIn } from "../../adapters/embedded/sign-in/sign-in.js";
import type { OneClickAccount } from "../../adapters/embedded/sign-in/sign-in-page.js";
import { openSignInThrottle } from "../../adapters/embedded/sign-in/sign-in-throttle.js";
import { realClock } from "../../adapters/embedded/time/real-clock.js";
import type { Documents } from "../../application/ports/documents.js";
import { SAMPLE_ACCOUNTS, upnOf } from "../../sample/organization/names.js";
import { PEOPLE } from "../../sample/organization/people.js";
import { sampleId } from "../../sample/write-directory.js";
import type { StartSettings } from "../settings.js";
import { portalOrigins, portalUrl } from "./addresses.js";
import type { Logger, Mount } from "./binding-service.js";
import type { DataFolder } from "./data-folder.js";
import type { HostUrls } from "./http/http-server.js";

export const SIGN_IN_PATH = "/oidc";

export function signInMount(parts: {
  readonly settings: StartSettings;
  readonly urls: HostUrls;
  readonly folder: DataFolder;
  readonly identity: FolderIdentity;
  readonly documents: Documents;
  readonly hasSampleAccounts: boolean;
  readonly logger: Logger;
}): Mount {
  const { settings, urls, folder, identity, documents, hasSampleAccounts, logger } = parts;
  // Sessions and guessing take place in real time, also where the product's time is simulated.
  const wallClock = realClock();
  const signIn = openSignIn({
    issuer: `${portalUrl(settings, urls)}${SIGN_IN_PATH}`,
    identity,
    documents,
    storage: openOidcStorage(folder.store, wallClock),
    clock: folder.clock,
    isSimulated: folder.simulated !== undefined,
    portalOrigins: portalOrigins(settings, urls),
    throttle: openSignInThrottle(wallClock),
    oneClickAccounts: hasSampleAccounts ? sampleAccounts() : [],
    log: (message, facts) => logger.info(message, facts),
  });
  return { prefix: SIGN_IN_PATH, handle: signIn };
}

function sampleAccounts(): readonly OneClickAccount[] {
  const ids = randomIds();
  return PEOPLE.map(([key, displayName]) => {
    const userPrincipalName = upnOf(key);
    const featured = SAMPLE_ACCOUNTS.find((one) => one.userPrincipalName === userPrincipalName);
    return {
      id: sampleId(ids, "user", key),
      displayName,
      userPrincipalName,
      ...(featured === undefined ? {} : { role: featured.role }),
    };
  });
}
