/** A decision as text that can be proof-read: what is written, property by property, and the events that tell of it. */
import type { AccessDocument, Decision } from "../../src/domain/decision.js";
import type { Refusal } from "../../src/domain/errors.js";

/** Of a document that was there before, only what changes. */
export function printedDecision(
  outcome: Decision | Refusal | undefined,
  before: readonly AccessDocument[] = [],
): readonly string[] {
  if (outcome === undefined) return ["nothing"];
  if (outcome.kind === "refused") return printedRefusal(outcome);
  return [
    ...outcome.documents.flatMap((document) =>
      printedDocument(
        document,
        before.find(({ id }) => id === document.id),
      ),
    ),
    ...outcome.events.flatMap((event) => [
      `event ${event.type}`,
      ...lines({ ...event }, ["type", "dateTime", "actor", "correlationId"]),
    ]),
  ];
}

export function printedRefusal({ code, message, target }: Refusal): readonly string[] {
  return [`${code}${target === undefined ? "" : ` at ${target}`}`, message];
}

/** Situations under their names. */
export function printedSituations(situations: readonly (readonly [string, readonly string[]])[]): string {
  return situations
    .map(([name, said]) => `${name}\n${said.map((line) => `  ${line}\n`).join("")}`)
    .join("\n");
}

function printedDocument(document: AccessDocument, before: AccessDocument | undefined): readonly string[] {
  // Every document is a record of properties, which its type says one by one.
  const [now, then] = [document, before ?? {}] as unknown as Record<string, unknown>[];
  const same = Object.keys(now ?? {}).filter((key) => shown(now?.[key]) === shown(then?.[key]));
  return [
    `${before === undefined ? "new" : "changed"} ${document.kind} ${document.id}`,
    ...lines(now ?? {}, ["kind", "id", ...(before === undefined ? [] : same)]),
  ];
}

function lines(record: Record<string, unknown>, without: readonly string[]): readonly string[] {
  return Object.entries(record)
    .filter(([key]) => !without.includes(key))
    .map(([key, value]) => `  ${key} ${shown(value)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : (JSON.stringify(value) ?? "undefined");
}
