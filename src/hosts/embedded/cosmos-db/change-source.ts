/** Where a change feed reads: one container, whoever keeps it. */

export type ChangePage = {
  /** Each document as JSON text, in its newest version, in order of change. */
  readonly items: readonly string[];
  /** Where to read on. */
  readonly checkpoint: string;
};

export type ChangeSource = {
  /** Up to `limit` documents that changed after the checkpoint; `undefined` is the beginning. Only what is on disk. */
  changes(after: string | undefined, limit: number): Promise<ChangePage>;
  /** The checkpoint after everything there is; `undefined` when there is nothing. */
  latest(): Promise<string | undefined>;
  /** The checkpoint before everything that changed at the instant (milliseconds since 1970) or later. Absent: the source does not keep times. */
  before?(instantMs: number): Promise<string | undefined>;
  /** Calls the listener at least once after each commit that changed the container. Gives the function that ends it. */
  onChanges(listener: () => void): () => void;
};
