/** Which messages of a topic a subscription gets: Service Bus's correlation filters, where one value may also be a short list. */
import type { MessageProperties } from "./message.js";

type OneOf<T> = T | readonly T[];
type TextProperty =
  | "subject"
  | "correlationId"
  | "messageId"
  | "sessionId"
  | "contentType"
  | "to"
  | "replyTo"
  | "replyToSessionId";

/** True when every property it names has the value, or one of the values. A message without the property does not match. */
export type CorrelationFilter = { readonly [name in TextProperty]?: OneOf<string> } & {
  readonly applicationProperties?: { readonly [name: string]: OneOf<string | number | boolean> };
};

export type Matches = (properties: MessageProperties) => boolean;

type Condition = Matches;

/** True when one of the rules is. Without rules: every message (the TRUE rule that Service Bus gives a new subscription). */
export function compileRules(rules: readonly CorrelationFilter[] | undefined): Matches {
  if (rules === undefined) return () => true;
  const compiled = rules.map(compileFilter);
  return (properties) => compiled.some((matches) => matches(properties));
}

function compileFilter(filter: CorrelationFilter): Matches {
  const { applicationProperties = {}, ...texts } = filter;
  const conditions: Condition[] = [];
  // Object.entries gives plain strings; the type above says which they can be.
  for (const [name, wanted] of Object.entries(texts) as [TextProperty, OneOf<string>][]) {
    const values = setOf(wanted);
    conditions.push((properties) => values.has(properties[name]));
  }
  for (const [name, wanted] of Object.entries(applicationProperties)) {
    const values = setOf<string | number | boolean>(wanted);
    conditions.push((properties) => values.has(ownValue(properties.applicationProperties, name)));
  }
  return (properties) => conditions.every((holds) => holds(properties));
}

function setOf<T>(wanted: OneOf<T>): ReadonlySet<unknown> {
  return new Set<unknown>(Array.isArray(wanted) ? wanted : [wanted]);
}

function ownValue(values: MessageProperties["applicationProperties"], name: string): unknown {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}
