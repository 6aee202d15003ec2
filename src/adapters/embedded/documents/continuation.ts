/** Where a page ended: the order values, id and partition of its last document, bound to the query that made it. */
import { createHash } from "node:crypto";
import { InvalidContinuationError, type Query, type Scalar } from "../../../application/ports/documents.js";

/** A query, of the present or of a past instant (milliseconds). */
export type AskedQuery = Query & { readonly asOf?: number };

export type Position = {
  /** One for each `orderBy`. */
  readonly values: readonly Scalar[];
  readonly id: string;
  readonly partition: string;
};

/** Far above what a position of declared paths needs; a longer token is not decoded at all. */
const TOKEN_LENGTH_MAX = 100_000;

/** Opaque, and safe in a URL. Not secret and not signed: all it can do is name a place in a query that the caller may make anyway. */
export function continuationOf(query: AskedQuery, position: Position): string {
  const payload = JSON.stringify([position.values, position.id, position.partition]);
  return Buffer.from(checksum(query, payload) + payload).toString("base64url");
}

/** Throws InvalidContinuationError when the token is of another query, cut or edited. */
export function positionOf(query: AskedQuery, token: string): Position {
  if (typeof token !== "string" || token.length > TOKEN_LENGTH_MAX) throw new InvalidContinuationError();
  const text = Buffer.from(token, "base64url").toString();
  const payload = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksum(query, payload)) throw new InvalidContinuationError();
  const position = parsed(payload);
  if (position === undefined || position.values.length !== (query.orderBy?.length ?? 0))
    throw new InvalidContinuationError();
  return position;
}

function parsed(payload: string): Position | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [values, id, partition]: unknown[] = value;
  if (!Array.isArray(values) || !values.every(isScalar)) return undefined;
  if (typeof id !== "string" || typeof partition !== "string") return undefined;
  return { values, id, partition };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

const CHECKSUM_LENGTH = 16;

/** Of everything that decides which documents come in which order: a page may change its size, and nothing else. */
function checksum(
  { container, kind, partition, filter, orderBy, asOf }: AskedQuery,
  payload: string,
): string {
  const asked = [container, kind, partition ?? null, filter ?? null, orderBy ?? []];
  const query = JSON.stringify(asOf === undefined ? asked : [...asked, asOf], sortedNames);
  return createHash("sha256").update(`${query}\n${payload}`).digest("hex").slice(0, CHECKSUM_LENGTH);
}

/** The same filter built with its properties in another order is the same filter. */
function sortedNames(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
