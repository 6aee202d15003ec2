/** What callers of the engine can get wrong, and the one place that says how an instance id must look. */

export type DurableErrorCode =
  /** The instance id, entity id, event name or query has a form that is not accepted. */
  | "invalidArgument"
  /** No orchestrator or entity of this name is in the app. */
  | "unknownFunction"
  /** Work was asked for while the engine is not running. */
  | "notRunning";

export class DurableError extends Error {
  override readonly name = "DurableError";
  readonly code: DurableErrorCode;
  constructor(code: DurableErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Characters. The Durable extension's limit. */
const INSTANCE_ID_MAX = 100;

/** Slashes, `#` and `?` cannot stand in the management URLs; control characters nowhere. Source: the Durable extension's own rule. */
const FORBIDDEN = /[\p{Cc}/\\#?]/u;

export function assertInstanceId(id: string): void {
  const problem =
    id.length === 0
      ? "is empty"
      : id.length > INSTANCE_ID_MAX
        ? `has ${id.length} characters; ${INSTANCE_ID_MAX} is the most`
        : id.startsWith("@")
          ? "begins with @, which is for entities"
          : FORBIDDEN.test(id)
            ? "contains a control character, slash, backslash, # or ?"
            : undefined;
  if (problem !== undefined) {
    throw new DurableError(
      "invalidArgument",
      `The instance id ${JSON.stringify(id.slice(0, 120))} ${problem}.`,
    );
  }
}

/** Gives the parts of `@name@key`. Throws when it is not one. */
export function entityIdParts(entityId: string): { readonly name: string; readonly key: string } {
  const at = entityId.indexOf("@", 1);
  if (!entityId.startsWith("@") || at < 2) {
    throw new DurableError(
      "invalidArgument",
      `${JSON.stringify(entityId.slice(0, 120))} is not an entity id (@name@key).`,
    );
  }
  return { name: entityId.slice(1, at), key: entityId.slice(at + 1) };
}

/** `@name@key` with the name in lower case, as the SDKs write it. Throws on an empty name, a name with `@`, and control characters. */
export function entityIdOf(name: string, key: string): string {
  if (
    name === "" ||
    name.includes("@") ||
    FORBIDDEN.test(name) ||
    key.includes("\0") ||
    key.length > INSTANCE_ID_MAX
  ) {
    throw new DurableError(
      "invalidArgument",
      `There can be no entity named ${JSON.stringify(name.slice(0, 120))} with key ${JSON.stringify(key.slice(0, 120))}.`,
    );
  }
  return `@${name.toLowerCase()}@${key}`;
}
