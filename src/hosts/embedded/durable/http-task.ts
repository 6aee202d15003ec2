/** callHttp: the host makes the request for the orchestrator, and only to where the app's settings let it. */
import type { Task, TaskResult } from "../../../adapters/embedded/durable/worker.js";
import { asError } from "../as-error.js";
import { jsonRecord } from "./json-record.js";

export type HttpTaskSettings = {
  /** Whether a request may go there; asked again for each redirect. */
  readonly allowOutbound: (url: URL) => boolean | Promise<boolean>;
};

/** .NET's HttpClient, which makes these requests on Azure, gives up after the same time. Milliseconds. */
const TIMEOUT_MS = 100_000;
/** Bytes of an answer: it becomes history and is told again in every episode. */
const CONTENT_MAX = 4_000_000;
const REDIRECTS_MAX = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Never rejects. */
export async function callHttp(task: Task, settings: HttpTaskSettings): Promise<TaskResult> {
  try {
    return { kind: "completed", result: JSON.stringify(await request(jsonRecord(task.input), settings)) };
  } catch (error) {
    const { message, stack = "" } = asError(error);
    return { kind: "failed", failure: { reason: `callHttp failed: ${message}`, details: stack } };
  }
}

async function request(wanted: Readonly<Record<string, unknown>>, settings: HttpTaskSettings) {
  if (wanted["tokenSource"] !== undefined && wanted["tokenSource"] !== null) {
    throw new Error("there is no managed identity on this host; send the token in a header.");
  }
  const { content } = wanted;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let method = typeof wanted["method"] === "string" ? wanted["method"].toUpperCase() : "GET";
  let body = typeof content === "string" ? content : undefined;
  let url = new URL(String(wanted["uri"]));
  for (let redirects = 0; ; redirects += 1) {
    if (!(await settings.allowOutbound(url))) throw new Error(`requests to ${url.origin} are not allowed.`);
    const response = await fetch(url, {
      method,
      headers: headersOf(wanted["headers"]),
      redirect: "manual",
      signal,
      ...(body !== undefined && { body }),
    });
    const location = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || location === null || redirects === REDIRECTS_MAX) {
      return {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        content: await text(response),
      };
    }
    await response.body?.cancel();
    url = new URL(location, url);
    if (response.status === 303 || (method === "POST" && response.status < 303)) {
      method = "GET";
      body = undefined;
    }
  }
}

function headersOf(headers: unknown): Record<string, string> {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function text(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let content = "";
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > CONTENT_MAX) throw new Error(`the answer is longer than ${CONTENT_MAX} bytes.`);
    content += decoder.decode(chunk, { stream: true });
  }
  return content + decoder.decode();
}
