/**
 * The common answers of handlers (`{ status, jsonBody, body, headers }`) in the worker protocol's form, made without a fetch
 * `Response`, which the library would fill and empty again. Exactly what the library makes of them: a test compares the two.
 */
import type { TypedData } from "../binding-service.js";
import { isRecord } from "../json-file.js";

const FIELDS = new Set(["status", "body", "jsonBody", "headers", "cookies", "enableContentNegotiation"]);

/** Undefined for everything that is not plain: the library does that, and words the errors. */
export function plainResponse(result: unknown): TypedData | undefined {
  if (!isRecord(result) || Object.getPrototypeOf(result) !== Object.prototype) return undefined;
  for (const name in result) if (!FIELDS.has(name)) return undefined;
  const { status = 200, cookies, enableContentNegotiation } = result;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599)
    return undefined;
  if (enableContentNegotiation || !(cookies === undefined || isEmptyList(cookies))) return undefined;
  const headers = plainHeaders(result["headers"]);
  const content = plainContent(result, status);
  if (headers === undefined || content === undefined) return undefined;
  if (content.type !== undefined) headers["content-type"] ??= content.type;
  const { bytes } = content;
  return {
    http: {
      statusCode: String(status),
      headers,
      cookies: [],
      enableContentNegotiation: false,
      body: { bytes },
    },
  };
}

type Content = { readonly bytes: Uint8Array; readonly type?: string };

const NO_CONTENT: Content = { bytes: new Uint8Array(0) };

/** The Fetch standard's "null body status". */
function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function plainContent(
  { body, jsonBody }: Readonly<Record<string, unknown>>,
  status: number,
): Content | undefined {
  if (isBodiless(status)) return NO_CONTENT;
  if (jsonBody !== undefined && jsonBody !== null) {
    const text: unknown = JSON.stringify(jsonBody);
    return typeof text === "string" ? { bytes: Buffer.from(text), type: "application/json" } : undefined;
  }
  if (body === undefined || body === null) return NO_CONTENT;
  if (typeof body === "string") return { bytes: Buffer.from(body), type: "text/plain;charset=UTF-8" };
  return Buffer.isBuffer(body) ? { bytes: body } : undefined;
}

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** Visible ASCII with blanks and tabs inside. Other texts are allowed in part: the library knows. */
const VALUE = /^(?:[!-~](?:[\t -~]*[!-~])?)?$/;

/** With names in lower case, as the library gives them. */
function plainHeaders(headers: unknown): Record<string, string> | undefined {
  const plain: Record<string, string> = {};
  if (headers === undefined) return plain;
  if (!isRecord(headers) || Object.getPrototypeOf(headers) !== Object.prototype) return undefined;
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (typeof value !== "string" || !NAME.test(name) || !VALUE.test(value)) return undefined;
    if (name === "set-cookie" || plain[name] !== undefined) return undefined;
    plain[name] = value;
  }
  return plain;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
