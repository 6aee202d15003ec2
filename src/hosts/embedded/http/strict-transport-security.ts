/** The Strict-Transport-Security header of https responses (`extensions.http.hsts` of host.json), with ASP.NET's exceptions. */
import type { HeaderPairs } from "./http-response.js";
import type { HttpSettings } from "./http-settings.js";

/** A browser that once learned it for localhost would refuse every other local server. */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Gives the header for a response to this Host, or undefined. */
export function strictTransportSecurity(
  hsts: HttpSettings["hsts"],
): (host: string | undefined) => HeaderPairs | undefined {
  if (hsts?.isEnabled !== true) return () => undefined;
  const excluded = new Set([...LOOPBACK_NAMES, ...hsts.excludedHosts.map((name) => name.toLowerCase())]);
  const value = [
    `max-age=${hsts.maxAge}`,
    ...(hsts.includeSubDomains ? ["includeSubDomains"] : []),
    ...(hsts.preload ? ["preload"] : []),
  ].join("; ");
  return (host = "") =>
    excluded.has(host.replace(/:\d+$/, "").toLowerCase()) ? undefined : ["Strict-Transport-Security", value];
}
