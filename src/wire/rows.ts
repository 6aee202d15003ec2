/** The kinds of rows that the endpoint table is made of: each turns a command or query into an endpoint, with everything Graph expects around it. */
import type { z } from "zod";
import type { Document, Filter, Stored } from "../application/ports/documents.js";
import type { ListPage, ListQuery } from "../application/queries/list-query.js";
import { done, type Outcome } from "../domain/errors.js";
import type { Answer, Endpoint, EndpointCall, QueryOptionName } from "./endpoint.js";
import type { EntityType, Item } from "./entity-type.js";
import { withRelated } from "./load/look-up.js";
import { compileFilter } from "./odata/compile-filter.js";
import { compileOrder } from "./odata/compile-order.js";
import { pageSize } from "./odata/page-size.js";
import type { QueryOptions } from "./odata/query-options.js";
import { readSkipToken, writeSkipToken } from "./odata/skip-token.js";
import { writeItems, writeList } from "./write-items.js";

type Row = Pick<Endpoint, "path" | "permission" | "action"> & Partial<Pick<Endpoint, "textKeys">>;

const ENTITY_OPTIONS: readonly QueryOptionName[] = ["$select", "$expand"];
const LIST_OPTIONS: readonly QueryOptionName[] = [
  "$select",
  "$expand",
  "$filter",
  "$orderby",
  "$top",
  "$skiptoken",
  "$count",
];

/** A list that the store filters, orders and pages. */
export function list<D extends Document>(
  row: Row & {
    readonly type: EntityType<D>;
    readonly context?: string;
    readonly query: (call: EndpointCall, query: ListQuery) => Promise<Outcome<ListPage<D>>>;
  },
): Endpoint {
  const { type, context, query, ...rest } = row;
  return {
    ...rest,
    type,
    spelled: (as) => list({ ...row, path: as.path(row.path), type: as.type(type) }),
    method: "GET",
    query: type.searched === undefined ? LIST_OPTIONS : [...LIST_OPTIONS, "$search"],
    statuses: [200],
    handle: async (call) => {
      const outcome = await readPage(call, type, query);
      if (outcome.kind === "refused") return outcome;
      const { items, continuation, count } = outcome.value;
      return done({
        kind: "collection",
        value: await writeItems(type, items.map(itemOf), call.options, call),
        ...(context === undefined ? {} : { context }),
        ...(count === undefined ? {} : { count }),
        ...(continuation === undefined ? {} : { skipToken: writeSkipToken(continuation, call.options) }),
      });
    },
  };
}

/** A list that is small and read whole: `$filter` and the rest are done in memory. */
export function smallList<M>(
  row: Row & {
    readonly type: EntityType<M>;
    readonly context?: string;
    readonly all: (call: EndpointCall) => Promise<Outcome<readonly Item<M>[]>>;
  },
): Endpoint {
  const { type, context, all, ...rest } = row;
  return {
    ...rest,
    type,
    spelled: (as) => smallList({ ...row, path: as.path(row.path), type: as.type(type) }),
    method: "GET",
    query: LIST_OPTIONS,
    statuses: [200],
    handle: async (call) => {
      const outcome = await all(call);
      if (outcome.kind === "refused") return outcome;
      const written = await writeList(type, outcome.value, call.options, call);
      return done({ kind: "collection", ...written, ...(context === undefined ? {} : { context }) });
    },
  };
}

/** One object. */
export function get<M>(
  row: Row & {
    readonly type: EntityType<M>;
    readonly context?: string;
    readonly find: (call: EndpointCall) => Promise<Outcome<Item<M>>>;
  },
): Endpoint {
  const { type, context, find, ...rest } = row;
  return {
    ...rest,
    type,
    spelled: (as) => get({ ...row, path: as.path(row.path), type: as.type(type) }),
    method: "GET",
    query: ENTITY_OPTIONS,
    statuses: [200],
    handle: async (call) =>
      answerWith(call, type, await find(call), context === undefined ? {} : { context }),
  };
}

/** POST on a collection: 201 with the new object and its address. */
export function create<B, M extends { readonly id: string }>(
  row: Row & {
    readonly type: EntityType<M>;
    readonly body: z.ZodType<B>;
    /** The address of the new object below the version; default: the address of the collection and the id. */
    readonly location?: (model: M, call: EndpointCall) => string;
    readonly run: (
      call: EndpointCall,
      body: B,
    ) => Promise<Outcome<Item<M> & { readonly headers?: Readonly<Record<string, string>> }>>;
  },
): Endpoint {
  const { type, location, run, ...rest } = row;
  return {
    ...rest,
    type,
    spelled: (as) =>
      create({
        ...row,
        path: as.path(row.path),
        type: as.type(type),
        body: as.body(row.body, { path: row.path, method: "POST" }),
      }),
    method: "POST",
    query: ENTITY_OPTIONS,
    statuses: [201],
    handle: async (call) => {
      // The router hands over what this row's schema has read.
      const outcome = await run(call, call.body as B);
      if (outcome.kind === "refused") return outcome;
      const { model, headers } = outcome.value;
      const address = location?.(model, call) ?? `${addressOf(rest.path, call.params)}/${model.id}`;
      return answerWith(call, type, outcome, {
        status: 201,
        location: address,
        ...(headers === undefined ? {} : { headers }),
      });
    },
  };
}

/** PATCH, PUT, DELETE and actions that answer with a status alone. */
export function change<B = undefined>(
  row: Row & {
    readonly method: "PATCH" | "PUT" | "DELETE" | "POST";
    readonly body?: z.ZodType<B>;
    readonly bodyOptional?: boolean;
    readonly status: 200 | 202 | 204;
    readonly run: (call: EndpointCall, body: B) => Promise<Outcome<unknown>>;
  },
): Endpoint {
  const { status, run, ...rest } = row;
  return {
    ...rest,
    spelled: (as) =>
      change({
        ...row,
        path: as.path(row.path),
        ...(row.body === undefined ? {} : { body: as.body(row.body, row) }),
      }),
    query: [],
    statuses: [status],
    handle: async (call) => {
      // The router hands over what this row's schema has read, and undefined to rows without one.
      const outcome = await run(call, call.body as B);
      return outcome.kind === "refused" ? outcome : done({ kind: "empty", status });
    },
  };
}

/** PUT and PATCH that answer with the changed object. */
export function replace<B, M>(
  row: Row & {
    readonly method: "PATCH" | "PUT";
    readonly type: EntityType<M>;
    readonly body: z.ZodType<B>;
    readonly status: 200 | 202;
    readonly run: (
      call: EndpointCall,
      body: B,
    ) => Promise<Outcome<Item<M> & { readonly headers?: Readonly<Record<string, string>> }>>;
  },
): Endpoint {
  const { type, status, run, ...rest } = row;
  return {
    ...rest,
    type,
    spelled: (as) =>
      replace({ ...row, path: as.path(row.path), type: as.type(type), body: as.body(row.body, row) }),
    query: ENTITY_OPTIONS,
    statuses: [status],
    // The router hands over what this row's schema has read.
    handle: async (call) => {
      const outcome = await run(call, call.body as B);
      const { headers } = outcome.kind === "done" ? outcome.value : {};
      return answerWith(call, type, outcome, { status, ...(headers === undefined ? {} : { headers }) });
    },
  };
}

/** What a stored document is on its way to the client. */
export function itemOf<D extends Document>(stored: Stored<D>): Item<D> {
  return { model: stored.document, etag: stored.etag };
}

/** As `itemOf`, for the result of a command or query. */
export async function asItem<D extends Document>(
  outcome: Promise<Outcome<Stored<D>>>,
): Promise<Outcome<Item<D>>> {
  const settled = await outcome;
  return settled.kind === "refused" ? settled : done(itemOf(settled.value));
}

async function answerWith<M>(
  call: EndpointCall,
  type: EntityType<M>,
  outcome: Outcome<Item<M>>,
  extra: Pick<Extract<Answer, { kind: "entity" }>, "status" | "location" | "context" | "headers">,
): Promise<Outcome<Answer>> {
  if (outcome.kind === "refused") return outcome;
  const { etag } = outcome.value;
  const [value = {}] = await writeItems(type, [outcome.value], call.options, call);
  return done({ kind: "entity", value, ...extra, ...(etag === undefined ? {} : { etag }) });
}

async function readPage<D extends Document>(
  call: EndpointCall,
  type: EntityType<D>,
  query: (call: EndpointCall, query: ListQuery) => Promise<Outcome<ListPage<D>>>,
): Promise<Outcome<ListPage<D>>> {
  const { options } = call;
  const filter = filterOf(await withRelated(options, type, call), type);
  const orderBy = compileOrder(options.orderBy, type);
  const top = pageSize(options, call.preferences.maxPageSize);
  let continuation = options.skipToken === undefined ? undefined : readSkipToken(options, /^.+$/s);
  const base = { ...(filter === undefined ? {} : { filter }), ...(orderBy.length === 0 ? {} : { orderBy }) };
  // The store has no `skip`: the pages that are left out are read and dropped, which $skip's limit keeps bearable.
  for (let left = continuation === undefined ? options.skip : 0; left > 0; ) {
    const step = Math.min(left, SKIP_STEP);
    const skipped = await query(call, {
      ...base,
      top: step,
      count: false,
      ...(continuation === undefined ? {} : { continuation }),
    });
    if (skipped.kind === "refused") return skipped;
    if (skipped.value.continuation === undefined) {
      const counted = options.count ? await query(call, { ...base, top: 1, count: true }) : skipped;
      if (counted.kind === "refused") return counted;
      return done({
        items: [],
        ...(counted.value.count === undefined ? {} : { count: counted.value.count }),
      });
    }
    continuation = skipped.value.continuation;
    left -= step;
  }
  return query(call, {
    ...base,
    top,
    count: options.count,
    ...(continuation === undefined ? {} : { continuation }),
  });
}

const SKIP_STEP = 999;

function filterOf(
  options: QueryOptions,
  type: Pick<EntityType<never>, "name" | "indexed" | "properties" | "searched">,
): Filter | undefined {
  const compiled = options.filter === undefined ? undefined : compileFilter(options.filter, type);
  if (options.search === undefined || options.search === "" || type.searched === undefined) return compiled;
  const value = options.search;
  const search: Filter = {
    op: "or",
    filters: type.searched.map((path) => ({ op: "contains", path, value, ignoreCase: true })),
  };
  return compiled === undefined ? search : { op: "and", filters: [compiled, search] };
}

/** A template with its keys filled in. */
export function addressOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}
