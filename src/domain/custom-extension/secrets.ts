/**
 * The address of an extension can carry its key: the signature of a logic app, the code of a function. It is kept, and never shown
 * or recorded: whoever reads an extension gets the address with the key left out, and may send that back to keep it.
 */
import type { CalloutEndpoint } from "./custom-extension.js";

/** Parameters that carry keys: every one whose name speaks of one. A harmless value that is left out is kept all the same. */
const SECRET =
  /([?&;][^=?&#;]*(?:sig|code|key|token|secret|passw|pwd|auth|credential|sas)[^=?&#;]*=)[^&#;]*/gi;

const LEFT_OUT = "$1***";

export function withoutSecrets(endpoint: CalloutEndpoint): CalloutEndpoint {
  return endpoint.kind === "httpRequestEndpoint"
    ? { ...endpoint, targetUrl: endpoint.targetUrl.replace(SECRET, LEFT_OUT) }
    : { ...endpoint, url: endpoint.url?.replace(SECRET, LEFT_OUT) ?? null };
}

/** The endpoint as it is to be kept: an address that is sent back as it was shown stands for the one that is kept. */
export function withKeptSecrets(sent: CalloutEndpoint, kept: CalloutEndpoint): CalloutEndpoint {
  const shown = withoutSecrets(kept);
  if (sent.kind === "httpRequestEndpoint")
    return kept.kind === "httpRequestEndpoint" &&
      shown.kind === "httpRequestEndpoint" &&
      sent.targetUrl === shown.targetUrl
      ? kept
      : sent;
  const isShown = kept.kind === sent.kind && shown.kind === sent.kind && sent.url === shown.url;
  return isShown && kept.kind === sent.kind ? { ...sent, url: kept.url } : sent;
}
