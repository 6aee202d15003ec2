/**
 * Reads the body of `POST /$batch` as Microsoft Graph documents it, and refuses as a whole what could not be run as a whole:
 * nothing of a batch is done unless all of it can be understood.
 */
import { z } from "zod";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { invalidModel } from "../invalid-model.js";
import type { JsonObject } from "../json-object.js";
import { listOf, maybe, object } from "../schema/lenient.js";

/** Graph's limit. */
export const BATCH_REQUESTS_MAX = 20;
const URL_LENGTH_MAX = 8_192;
const HEADERS_MAX = 50;

/** One request of a batch. */
export type BatchRequest = {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** Path and query, with the leading slash and the version. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** As JSON text; undefined when there is none. */
  readonly body: string | undefined;
  /** The ids of those that must have succeeded before. */
  readonly dependsOn: readonly string[];
};

const header = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .pipe(z.string().max(8_192, "must be at most 8192 characters long"));

const schema = object({
  requests: listOf(
    object({
      id: z
        .union([z.string().min(1, "must not be empty"), z.number().transform(String)])
        .pipe(z.string().max(200, "must be at most 200 characters long")),
      method: z
        .string()
        .regex(/^[a-z]{1,20}$/i, "must be the name of a method, such as GET")
        .transform((method) => method.toUpperCase()),
      url: z
        .string()
        .min(1, "must not be empty")
        .max(URL_LENGTH_MAX, `must be at most ${URL_LENGTH_MAX} characters long`),
      headers: maybe(z.record(z.string(), header)),
      body: z.json().optional(),
      dependsOn: maybe(listOf(z.string(), BATCH_REQUESTS_MAX)),
      atomicityGroup: z
        .unknown()
        .refine(
          (group) => group === undefined || group === null,
          "is not supported: each request stands for itself",
        )
        .optional(),
    }),
    // One more than is allowed is read, so that the refusal can say what is.
    1_000,
  ),
});

/** `bases`: the versions that an address may begin with, in lower case; `base`: the one that addresses without a version are below. */
export function readBatch(
  body: unknown,
  base: string,
  bases: readonly string[],
): Outcome<readonly BatchRequest[]> {
  const read = schema.safeParse(body);
  if (!read.success) return invalidModel(read.error.issues, body);
  const { requests } = read.data;
  if (requests.length === 0) return invalid("A batch needs at least one request.", "requests");
  if (requests.length > BATCH_REQUESTS_MAX)
    return invalid(
      `A batch takes at most ${BATCH_REQUESTS_MAX} requests; this one has ${requests.length}.`,
      "requests",
    );
  const steps: BatchRequest[] = [];
  for (const [
    index,
    { id, method, url, headers = {}, body: content, dependsOn = [] },
  ] of requests.entries()) {
    const at = `requests/${index}`;
    const address = addressOf(url, base, bases);
    if (address === undefined)
      return invalid(`"${at}/url" must be relative, as in "/me"; got "${url.slice(0, 80)}".`, `${at}/url`);
    if (/^\/[^/]+\/+(?:\$|%24)batch\/*(?:[?#]|$)/i.test(address))
      return invalid(`"${at}/url" is a batch: batches cannot be nested.`, `${at}/url`);
    const names = Object.entries(headers);
    if (names.length > HEADERS_MAX)
      return invalid(`"${at}/headers" must have at most ${HEADERS_MAX} headers.`, `${at}/headers`);
    steps.push({
      id,
      method,
      url: address,
      headers: new Map(names.map(([name, value]) => [name.toLowerCase(), value])),
      body: content === undefined || content === null ? undefined : JSON.stringify(content),
      dependsOn,
    });
  }
  return mistakeInDependencies(steps) ?? done(steps);
}

/** With its version; undefined when it is not relative. */
function addressOf(url: string, base: string, bases: readonly string[]): string | undefined {
  // A scheme, or the authority that two slashes begin: somebody else's address.
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith("//") || /[\\\p{Cc}]/u.test(url)) return undefined;
  const path = url.startsWith("/") ? url : `/${url}`;
  const [first = ""] = path.slice(1).split(/[/?#]/, 1);
  return bases.includes(`/${first.toLowerCase()}`) ? path : `${base}${path}`;
}

function mistakeInDependencies(steps: readonly BatchRequest[]): Refusal | undefined {
  const byId = new Map<string, { readonly step: BatchRequest; readonly index: number }>();
  for (const [index, step] of steps.entries()) {
    if (byId.has(step.id))
      return invalid(`Two requests have the id "${step.id}": ids must differ.`, `requests/${index}/id`);
    byId.set(step.id, { step, index });
  }
  for (const [index, step] of steps.entries()) {
    const unknown = step.dependsOn.find((id) => !byId.has(id));
    if (unknown !== undefined)
      return invalid(
        `Request "${step.id}" depends on "${unknown.slice(0, 60)}", which is no request of the batch.`,
        `requests/${index}/dependsOn`,
      );
  }
  // Whoever waits for itself is never done: take away what can be done until nothing changes.
  let waiting = [...steps];
  for (;;) {
    const open = new Set(waiting.map(({ id }) => id));
    const still = waiting.filter(({ dependsOn }) => dependsOn.some((id) => open.has(id)));
    if (still.length === waiting.length) break;
    waiting = still;
  }
  const [first] = waiting;
  if (first === undefined) return undefined;
  return invalid(
    `The requests ${waiting.map(({ id }) => `"${id}"`).join(", ")} depend on one another in a circle.`,
    `requests/${byId.get(first.id)?.index ?? 0}/dependsOn`,
  );
}

function invalid(message: string, target: string): Refusal {
  return refused("BadRequest", message, target);
}

/** The answer to one request of a batch. */
export type BatchResponse = {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject[string];
};
