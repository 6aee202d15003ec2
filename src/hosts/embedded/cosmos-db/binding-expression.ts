/**
 * `{name}` in an option of a binding: a value of the invocation that the trigger brings. Looked for where Azure looks: trigger metadata,
 * a route parameter, `Query.x`, `headers.x`, and properties of a JSON body or message (`{order.customer.id}`).
 */
import type { InvocationRequest, TypedData } from "../binding-service.js";
import { isRecord } from "../json-file.js";

const EXPRESSION = /\{([^{}]+)\}/g;

/** Throws an Error that names an expression the invocation has no value for. */
export function resolveExpressions(text: string, request: InvocationRequest): string {
  return text.replace(EXPRESSION, (_, expression: string) => {
    const path = expression.trim().split(".");
    for (const data of dataOf(request)) {
      const value = valueAt(data, path);
      if (typeof value === "string") return value;
      if (typeof value === "number" || typeof value === "boolean") return String(value);
    }
    throw new Error(`A binding refers to {${expression}}, and this invocation has no such value.`);
  });
}

function* dataOf({ trigger, triggerMetadata = {} }: InvocationRequest): Iterable<unknown> {
  yield Object.fromEntries(Object.entries(triggerMetadata).map(([name, data]) => [name, plain(data)]));
  const { http } = trigger;
  if (!isRecord(http)) {
    yield plain(trigger);
    return;
  }
  yield http["params"];
  yield { query: http["query"], headers: http["headers"] };
  const body = isRecord(http["body"]) ? http["body"]["bytes"] : undefined;
  if (body instanceof Uint8Array) yield parsed(Buffer.from(body).toString("utf8"));
}

function plain({ string, json, int, double }: TypedData): unknown {
  if (json !== undefined) return parsed(json);
  return string === undefined ? (int ?? double) : (parsed(string) ?? string);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names are compared without regard to case, as .NET's binding data is. */
function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const name of path) {
    if (!isRecord(value)) return undefined;
    const key = Object.keys(value).find((each) => each.toLowerCase() === name.toLowerCase());
    value = key === undefined ? undefined : value[key];
  }
  return value;
}
