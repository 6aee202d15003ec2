/**
 * Idempotency-Key: a POST that is sent again with its key is answered as the first time, and does nothing. The key is bound to the caller,
 * and the record of it to method, path and body. The record is written before the work begins and completed with the answer, so a key can
 * never stand for two requests; work that a crash cut off is done again, and commands find what they had made already.
 */
import { createHash } from "node:crypto";
import type { Document } from "../application/ports/documents.js";
import type { Ports } from "../application/ports/ports.js";
import type { Caller } from "../domain/authorization/caller.js";
import { type Refusal, refused } from "../domain/errors.js";
import { type Instant, instantOf, msOf } from "../domain/time/instant.js";
import type { HttpResponse } from "./http.js";
import { isJsonObject } from "./json-object.js";

export type IdempotencyKey = { readonly key: string; readonly fingerprint: string };

type Kept = Document & {
  readonly kind: "idempotency";
  readonly fingerprint: string;
  readonly startedDateTime: Instant;
  /** The run of the server that does, or did, the work. */
  readonly runId: string;
  readonly expiresDateTime: Instant;
  /** Null while the work is under way. */
  readonly answer: HttpResponse | null;
};

/** RFC draft: printable characters; a GUID or a few words. */
const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_MS = 86_400_000;
/** No request takes this long: work that is still "under way" was cut off. */
const CUT_OFF_AFTER_MS = 60_000;

/** One run of the server, from its first request to its end. */
export type ServerRun = { readonly id: string; readonly beganDateTime: Instant };

export function beginRun({ ids, clock }: Pick<Ports, "ids" | "clock">): ServerRun {
  return { id: ids.next(), beganDateTime: clock.now() };
}
/** Headers that belong to the answer, not to the call. */
const KEPT_HEADERS = ["Content-Type", "Location", "ETag"];

/** Undefined without the header. */
export function readIdempotencyKey(
  header: string | undefined,
  caller: Caller,
  method: string,
  pathAndQuery: string,
  body: Uint8Array,
): IdempotencyKey | undefined | Refusal {
  if (header === undefined) return undefined;
  if (!KEY.test(header))
    return refused(
      "BadRequest",
      "Idempotency-Key is 1 to 255 printable ASCII characters without spaces.",
      "Idempotency-Key",
    );
  const key = createHash("sha256")
    .update(`${caller.tenantId}\n${caller.objectId}\n${caller.appId ?? ""}\n${header}`)
    .digest("hex");
  const fingerprint = createHash("sha256").update(`${method}\n${pathAndQuery}\n`).update(body).digest("hex");
  return { key, fingerprint };
}

/** Does `work` unless it was done before under this key. Only success is kept: what was refused may be tried again. */
export async function onceOnly(
  ports: Ports,
  run: ServerRun,
  { key, fingerprint }: IdempotencyKey,
  work: () => Promise<HttpResponse>,
): Promise<HttpResponse | Refusal> {
  const { documents, ids, clock } = ports;
  const partition = `idempotency/${key.slice(0, 2)}`;
  const id = ids.derive("answeredCall", key);
  const now = clock.now();
  const started: Kept = {
    kind: "idempotency",
    id,
    fingerprint,
    startedDateTime: now,
    runId: run.id,
    expiresDateTime: instantOf(msOf(now) + KEPT_MS),
    answer: null,
  };
  const reserved = await documents.batch("governance", partition, [{ op: "create", document: started }]);
  if (reserved.kind === "conflict") {
    const kept = await documents.get<Kept>("governance", partition, id);
    const again = kept === undefined || kept.document.expiresDateTime < now ? undefined : kept.document;
    if (again !== undefined) {
      if (again.fingerprint !== fingerprint) return reused();
      if (again.answer !== null)
        return { ...again.answer, headers: { ...again.answer.headers, ...REPLAYED } };
      if (!isCutOff(again, run, now)) return underWay();
    }
    await documents.batch("governance", partition, [{ op: "put", document: started }]);
  }
  let response: HttpResponse | undefined;
  try {
    response = await work();
    return response;
  } finally {
    const isSuccess = response !== undefined && response.status < 300;
    const document: Kept = { ...started, answer: kept(response) };
    await documents.batch("governance", partition, [
      isSuccess ? { op: "put", document } : { op: "delete", id },
    ]);
  }
}

/**
 * Whoever asks again after a crash must not wait out the minute: what an earlier run has left under way is not under way any more.
 * Where several runs share the documents, one that began later may take another's work for cut off: commands then find what is made.
 */
function isCutOff(record: Kept, run: ServerRun, now: Instant): boolean {
  if (record.runId !== run.id && record.startedDateTime <= run.beganDateTime) return true;
  return msOf(now) - msOf(record.startedDateTime) >= CUT_OFF_AFTER_MS;
}

const REPLAYED = { "Idempotency-Replayed": "true" };

function kept(response: HttpResponse | undefined): HttpResponse | null {
  if (response === undefined) return null;
  const { status, headers, body } = response;
  const own = Object.entries(headers).filter(([name]) => KEPT_HEADERS.includes(name));
  return {
    status,
    headers: Object.fromEntries(own),
    ...(body === undefined ? {} : { body: withoutSecret(body) }),
  };
}

/** A secret of an application is shown once and kept as a hash alone: whoever sends the call again gets everything else. */
function withoutSecret(body: string): string {
  if (!body.includes('"secretText":"')) return body;
  const parsed: unknown = JSON.parse(body);
  return isJsonObject(parsed) ? JSON.stringify({ ...parsed, secretText: null }) : body;
}

function reused(): Refusal {
  return refused(
    "IdempotencyKeyReused",
    "The Idempotency-Key was used before with another request. Use a new key for a new request.",
    "Idempotency-Key",
  );
}

function underWay(): Refusal {
  return refused(
    "Conflict",
    "The first request with this Idempotency-Key is still under way. Send it again in a moment for its answer.",
    "Idempotency-Key",
  );
}
