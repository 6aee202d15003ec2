/**
 * The documents of one container that were lately read, so that reading them again asks neither SQLite nor the JSON parser. It holds what is
 * on disk and nothing else, each document in its newest version: a read puts in what the connection for committed data gave, and a commit
 * replaces what it changed before anything else can run. Every reader gets the same objects, so they are frozen.
 */
import type { Document, Stored } from "../../../application/ports/documents.js";
import type { Row } from "../store/store.js";
import type { PreparedOperation } from "./batch.js";
import { etagOf, storedOf } from "./query.js";

/** Characters of JSON kept for a container: some 5,000 requests, and about four times as many bytes of heap. */
export const RECENT_CHARACTERS = 8 * 1024 * 1024;

type Entry = {
  readonly partition: string;
  readonly place: string;
  /** Kind and id. */
  readonly name: string;
  etag: string;
  characters: number;
  /** JSON until the first reader asks. */
  content: string | Stored;
};

export class RecentDocuments {
  readonly #charactersMax: number;
  #characters = 0;
  /** By partition and id; the least recently used first. */
  readonly #entries = new Map<string, Entry>();
  /** What `find` gives, by kind and id: entries, too. */
  readonly #found = new Map<string, Entry>();

  constructor(charactersMax: number) {
    this.#charactersMax = charactersMax;
  }

  /** It will never remember anything, so nobody need ask. */
  get isOff(): boolean {
    return this.#charactersMax === 0;
  }

  get(partition: string, id: string): Stored | undefined {
    const entry = this.#entries.get(key(partition, id));
    return entry && this.#use(entry);
  }

  find(kind: string, id: string): Stored | undefined {
    const entry = this.#found.get(key(kind, id));
    return entry && this.#use(entry);
  }

  /** The document of a row just read, of which the partition, id and change are enough. */
  of(row: Row): Stored | undefined {
    const entry = this.#known(row);
    return entry && this.#use(entry);
  }

  /** The document of a row just read: its partition, id, change and body. */
  read(row: Row): Stored {
    return this.#use(this.#entryOf(row));
  }

  /** As `read`, for the row that answers `find`. */
  readFound(row: Row): Stored {
    const entry = this.#entryOf(row);
    this.#found.set(entry.name, entry);
    return this.#use(entry);
  }

  /** To be called with each batch the moment that it is on disk. Puts nothing in: most of what is created is never read by its id. */
  committed(
    partition: string,
    operations: readonly PreparedOperation[],
    etags: ReadonlyMap<string, string>,
  ): void {
    for (const operation of operations) {
      if (operation.op === "check") continue;
      if (operation.op === "delete") {
        this.#drop(this.#entries.get(key(partition, operation.id)));
        continue;
      }
      const { document, body } = operation;
      const entry = this.#entries.get(key(partition, document.id));
      const name = key(document.kind, document.id);
      const etag = etags.get(document.id);
      if (entry?.name === name && body !== undefined && etag !== undefined) {
        this.#characters += body.text.length - entry.characters;
        entry.characters = body.text.length;
        entry.content = body.text;
        entry.etag = etag;
      } else {
        this.#drop(entry);
        // This document may come before the one of the same kind and id that was found.
        this.#found.delete(name);
      }
    }
    this.#trim();
  }

  #entryOf(row: Row): Entry {
    const known = this.#known(row);
    if (known !== undefined) return known;
    const content = frozen(storedOf(row));
    const { partition, etag } = content;
    const { id, kind } = content.document;
    const place = key(partition, id);
    this.#drop(this.#entries.get(place));
    const characters = String(row["body"]).length;
    const entry: Entry = { partition, place, name: key(kind, id), etag, characters, content };
    this.#entries.set(place, entry);
    this.#characters += characters;
    return entry;
  }

  #known(row: Row): Entry | undefined {
    // The id of a row is its sort key, which seldom differs. No two versions share an etag.
    const entry = this.#entries.get(key(String(row["partition"]), String(row["id"])));
    return entry?.etag === etagOf(Number(row["change"])) ? entry : undefined;
  }

  #use(entry: Entry): Stored {
    const { partition, place, etag, content } = entry;
    this.#entries.delete(place);
    this.#entries.set(place, entry);
    if (typeof content !== "string") {
      this.#trim();
      return content;
    }
    // The text is what `committed` was given: a document as JSON.
    const stored = frozen({ partition, etag, document: JSON.parse(content) as Document });
    entry.content = stored;
    return stored;
  }

  #drop(entry: Entry | undefined): void {
    if (entry === undefined) return;
    this.#entries.delete(entry.place);
    if (this.#found.get(entry.name) === entry) this.#found.delete(entry.name);
    this.#characters -= entry.characters;
  }

  #trim(): void {
    if (this.#characters <= this.#charactersMax) return;
    for (const entry of this.#entries.values()) {
      this.#drop(entry);
      if (this.#characters <= this.#charactersMax) return;
    }
  }
}

/** Neither partitions, kinds nor ids that can be stored have a NUL. */
function key(first: string, id: string): string {
  return `${first}\0${id}`;
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) frozen(part);
  return Object.freeze(value);
}
