/** Writes the response that a function gave: status, headers, cookies and the whole body. */
import type { ServerResponse } from "node:http";
import type { InvocationResponse, TypedData } from "../binding-service.js";
import { isRecord, type JsonObject } from "../json-file.js";
import { serializeCookie } from "./cookie.js";
import { afterBody } from "./request-body.js";

/** Headers that describe the connection, or that are counted here: the app's own values would contradict what is sent. */
const OWN_HEADERS = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "trailer",
]);

/** Flat name-value pairs: the form that Node writes without building an index first. */
export type HeaderPairs = readonly string[];

/** The HTTP data of a response: the return value, or an output binding of type http. Undefined: the function answered nothing. */
export function httpResult(response: InvocationResponse & { kind: "succeeded" }): JsonObject | undefined {
  const candidates: (TypedData | undefined)[] = [
    response.returnValue,
    ...response.outputs.map(({ data }) => data),
  ];
  const http = candidates.find((data) => data?.http !== undefined)?.http;
  return isRecord(http) ? http : undefined;
}

/** `always` comes on every response (customHeaders, Strict-Transport-Security) unless the function sets the same header. */
export function writeResult(response: ServerResponse, http: JsonObject, always: HeaderPairs): void {
  const status = Number(http["statusCode"] ?? 200);
  if (!Number.isInteger(status) || status < 200 || status > 999)
    throw new Error(`The function answered with the status ${JSON.stringify(http["statusCode"])}.`);
  const headers = appHeaders(http, always);
  const body = bodyOf(http["body"]);
  if (mayHaveBody(status)) headers.push("content-length", String(body.length));
  response.writeHead(status, headers);
  // Node sends no body on HEAD, 204 and 304 by itself, and keeps the length that a GET would have had.
  // A text goes out in one piece with the head; bytes would be a second write.
  if (body.length > ONE_WRITE_MAX_BYTES) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1"), "latin1");
}

/** An answer without a body: errors of the host, and functions that answer nothing. */
export function writeEmpty(response: ServerResponse, status: number, always: HeaderPairs): void {
  const headers = [...always];
  if (mayHaveBody(status)) headers.push("content-length", "0");
  response.writeHead(status, headers);
  finish(response, status, "");
}

/** The body of an answer of the host itself, as JSON, by its status; undefined: none. */
export type FailureBody = (status: number) => string | undefined;

/** An answer of the host itself: why no function saw the request. */
export function writeFailure(
  response: ServerResponse,
  status: number,
  always: HeaderPairs,
  failureBody: FailureBody | undefined,
): void {
  const body = failureBody?.(status);
  if (body === undefined) return writeEmpty(response, status, always);
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, [...always, "content-type", "application/json", "content-length", length]);
  finish(response, status, body);
}

/** An answer to a body that still comes in is out at once, and over when the body is. */
function finish(response: ServerResponse, status: number, body: string): void {
  if (status !== 413) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  if (body !== "") response.write(body);
  afterBody(response.req, () => response.end());
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

function appHeaders(http: JsonObject, always: HeaderPairs): string[] {
  const headers: string[] = [];
  const given = http["headers"];
  const values = isRecord(given) ? given : {};
  for (const name in values) if (!OWN_HEADERS.has(name)) headers.push(name, String(values[name]));
  for (let i = 0; i < always.length; i += 2) {
    const name = always[i] ?? "";
    if (values[name.toLowerCase()] === undefined) headers.push(name, always[i + 1] ?? "");
  }
  const cookies = http["cookies"];
  if (Array.isArray(cookies))
    for (const cookie of cookies) headers.push("set-cookie", serializeCookie(cookie));
  return headers;
}

const ONE_WRITE_MAX_BYTES = 16_384;

const NO_BYTES = new Uint8Array(0);

function bodyOf(body: unknown): Uint8Array {
  if (!isRecord(body)) return NO_BYTES;
  if (body["bytes"] instanceof Uint8Array) return body["bytes"];
  const text = body["string"] ?? body["json"];
  return typeof text === "string" ? Buffer.from(text) : NO_BYTES;
}
