/** The addresses under which people and browsers reach a server, as told apart from where its sockets listen. */
import type { StartSettings } from "../settings.js";
import type { HostUrls } from "./http/http-server.js";

/** Without a slash at the end. */
export function portalUrl(settings: StartSettings, urls: HostUrls): string {
  // Browsers treat localhost as safe, cookies and all, and its name is in the certificate.
  return settings.publicUrl ?? urls.http.replace("//127.0.0.1:", "//localhost:");
}

/** Every origin at which a browser may have opened the portal. */
export function portalOrigins(settings: StartSettings, urls: HostUrls): readonly string[] {
  const all = [portalUrl(settings, urls), urls.http, urls.https].filter((url) => url !== undefined);
  return [...new Set(all.map((url) => new URL(url).origin))];
}
