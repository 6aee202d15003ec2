/** The one source of identifiers. */
export type Ids = {
  /** A fresh random GUID, lower case. */
  next(): string;
  /** The GUID that belongs to these parts: the same parts give the same GUID on every machine and for ever (SHA-256, UUID version 8). */
  derive(...parts: readonly string[]): string;
};
