/** Takes secrets out of what is about to be logged: by the name of a fact, and by their form inside texts. */

/** Compared without case, `-` and `_`. `code` is the authorization code of a sign-in; errors keep their `code`. */
const SECRET_NAMES = new Set([
  "authorization",
  "proxyauthorization",
  "cookie",
  "setcookie",
  "password",
  "token",
  "accesstoken",
  "refreshtoken",
  "idtoken",
  "clientsecret",
  "clientassertion",
  "assertion",
  "secret",
  "code",
  "codeverifier",
  "connectionstring",
  "accountkey",
  "sharedaccesskey",
  "privatekey",
]);

const HIDDEN = "[hidden]";
/** Below this depth a fact is not worth printing, and may be a circle. */
const DEPTH_MAX = 6;

export function redact(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactRecord(facts, 0);
}

const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${HIDDEN}`],
  // A JSON Web Token anywhere.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/([?&#](?:code|[a-z_]*token|client_secret|password|assertion|sig)=)[^&\s"']+/gi, `$1${HIDDEN}`],
  [/\b((?:AccountKey|SharedAccessKey|Password|Pwd)=)[^;\s"']+/gi, `$1${HIDDEN}`],
];

export function redactText(text: string): string {
  return IN_TEXT.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return "[deep]";
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  return redactRecord(value, depth);
}

function redactRecord(record: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record))
    clean[name] = isSecret(name, value) ? HIDDEN : redactValue(value, depth + 1);
  return clean;
}

function isSecret(name: string, value: unknown): boolean {
  return value !== undefined && value !== null && SECRET_NAMES.has(name.replace(/[-_]/g, "").toLowerCase());
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    ...("code" in error && { code: error.code }),
    stack: redactText(error.stack ?? ""),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}
