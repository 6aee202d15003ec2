/** Versions of objects as HTTP carries them: weak entity tags, since one version has many representations ($select, $expand). */

const PLAIN = /^[\w.:+/=-]*$/;

/** `W/"…"` around the store's version; characters that a tag may not hold are percent-encoded. */
export function writeEtag(version: string): string {
  return `W/"${PLAIN.test(version) ? version : encodeURIComponent(version)}"`;
}

export type IfMatch =
  /** No header, or `*`: any version will do. */
  | { readonly kind: "any" }
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "unreadable" };

/** Reads If-Match. Graph and its clients send one tag; a list of several is unreadable here. */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === "*") return { kind: "any" };
  const version = readTag(header.trim());
  return version === undefined ? { kind: "unreadable" } : { kind: "version", version };
}

/** Does If-None-Match name this tag, or everything? */
export function matchesNoneOf(header: string, etag: string): boolean {
  return header.split(",", 20).some((tag) => tag.trim() === "*" || readTag(tag.trim()) === readTag(etag));
}

function readTag(tag: string): string | undefined {
  const [, inside] = /^(?:W\/)?"([^"]*)"$/i.exec(tag) ?? [];
  if (inside === undefined) return undefined;
  try {
    return decodeURIComponent(inside);
  } catch {
    return undefined;
  }
}
