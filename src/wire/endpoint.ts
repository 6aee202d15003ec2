/**
 * What a row of the endpoint table says. The table is the router, the documentation (docs/http-surface.md) and the test matrix at once;
 * a row's handler calls one command or query and answers, and has no rule of its own.
 */
import type { z } from "zod";
import type { Call } from "../application/call.js";
import type { Ports } from "../application/ports/ports.js";
import type { Action } from "../domain/authorization/action.js";
import type { Caller } from "../domain/authorization/caller.js";
import type { Outcome } from "../domain/errors.js";
import type { EntityType } from "./entity-type.js";
import type { JsonObject } from "./json-object.js";
import type { QueryOptions } from "./odata/query-options.js";
import type { Preferences } from "./preferences.js";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** `$skip`, `$format` and options without `$` are tolerated everywhere. */
export type QueryOptionName =
  | "$select"
  | "$expand"
  | "$filter"
  | "$orderby"
  | "$top"
  | "$skiptoken"
  | "$count"
  | "$search";

export type Endpoint = {
  readonly method: Method;
  /**
   * Relative to the API's base (`/v1.0`). `{name}` is a key: one ending in `Id` must be a GUID (400 otherwise, before the handler runs) unless it is
   * declared in `textKeys`. A function is written `filterByCurrentUser(on={on})`.
   */
  readonly path: string;
  /** Keys ending in `Id` that are not GUIDs (`{roleId}_{scopeId}`). */
  readonly textKeys?: readonly string[];
  readonly permission: {
    /** Graph delegated permissions, least first: the token's scp must have one of them. */
    readonly delegated: readonly string[];
    /** Graph application permissions, least first; "notSupported" refuses tokens of applications. */
    readonly application: readonly string[] | "notSupported";
  };
  /** The row of the permission table that the command asks; "self" where taking part (requestor, approver) is what counts. */
  readonly action: Action | "self";
  /** What the body must be. Absent: the endpoint takes no body, and ignores one. */
  readonly body?: z.ZodType;
  /** True when a missing body stands for `{}`. */
  readonly bodyOptional?: boolean;
  /** The OData options it understands; any other `$option` is refused by name. */
  readonly query: readonly QueryOptionName[];
  /** What it answers with; absent where that is of no entity type. */
  readonly type?: EntityType<never>;
  /** The same row, spelled otherwise: another address, other names for the same properties. Rows made with the builders have it. */
  readonly spelled?: (spelling: Spelling) => Endpoint;
  /** Statuses of success. Failures are the same everywhere: docs/errors.md. */
  readonly statuses: readonly number[];
  readonly handle: (call: EndpointCall) => Promise<Outcome<Answer>>;
};

/** How another version of the API spells a row. */
export type Spelling = {
  readonly path: (path: string) => string;
  readonly type: <M>(type: EntityType<M>) => EntityType<M>;
  /** A schema for bodies in its spelling that gives what the row's own gives. */
  readonly body: <B>(schema: z.ZodType<B>, row: Pick<Endpoint, "path" | "method">) => z.ZodType<B>;
};

/** One call of one endpoint: everything has been checked that can be checked without knowing what the endpoint is for. */
export type EndpointCall = {
  readonly ports: Ports;
  readonly caller: Caller;
  /** For commands and queries. */
  readonly call: Call;
  /** Keys of the path, decoded; GUIDs in lower case. */
  readonly params: Readonly<Record<string, string>>;
  /** As the row's schema gave it; `undefined` without a schema. Rows made with the builders get it typed. */
  readonly body: unknown;
  readonly options: QueryOptions;
  /** Of the query, what is not OData's. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly preferences: Preferences;
  /** What addresses of objects begin with: `https://host/v1.0`. */
  readonly serviceRoot: string;
  /** The version in If-Match, as the store writes it; undefined when the header is absent or `*`. */
  readonly ifMatch: string | undefined;
};

export type Answer =
  | {
      readonly kind: "entity";
      readonly status?: 200 | 201 | 202;
      /** Without @odata.context and @odata.etag: the envelope adds them. */
      readonly value: JsonObject;
      /** After `$metadata#`; default: the address of the collection, and `/$entity`. */
      readonly context?: string;
      /** The store's version of the object. */
      readonly etag?: string;
      /** Of a created object, below the version (`/users/{id}`). */
      readonly location?: string;
      /** Headers of this answer alone. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "collection";
      readonly value: readonly JsonObject[];
      /** After `$metadata#`; default: the address. */
      readonly context?: string;
      readonly count?: number;
      /** What `$skiptoken` must be to get the next page; absent on the last. */
      readonly skipToken?: string;
      /** Of a delta query: what `$skiptoken` must be, later, to get what has changed since. Written as @odata.deltaLink. */
      readonly deltaToken?: string;
    }
  /** Plain text: `.../$count`. */
  | { readonly kind: "text"; readonly value: string }
  /** Nothing to say but the status. */
  | { readonly kind: "empty"; readonly status: 200 | 202 | 204 };
