/** When two names are the same name: letters in upper and lower case, spaces around and the ways to compose accents make no difference. */

/** Names with the same key are the same. */
export function nameKey(displayName: string): string {
  return displayName.normalize("NFC").trim().toLowerCase();
}
