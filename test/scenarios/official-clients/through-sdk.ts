/** Our JSON in the newer SDK: read into its models. What they do not hold is lost on a user of it. */
import {
  DateOnly,
  Duration,
  type ModelSerializerFunction,
  type Parsable,
  type ParsableFactory,
} from "@microsoft/kiota-abstractions";
import { JsonParseNodeFactory, JsonSerializationWriter } from "@microsoft/kiota-serialization-json";
import { isJsonObject, type JsonObject } from "../../../src/wire/json-object.js";

export type Reading = {
  /** Places of values that the model holds otherwise, or not at all. */
  readonly lost: readonly string[];
  /** Names of properties that no model of the SDK knows: they arrive in additionalData. */
  readonly unknown: readonly string[];
};

export function readBySdk(create: ParsableFactory<Parsable>, text: string): Reading {
  const node = new JsonParseNodeFactory().getRootParseNode(
    "application/json",
    new TextEncoder().encode(text).buffer,
  );
  const model: unknown = node.getObjectValue(create);
  const unknown = new Set<string>();
  return { lost: differences(JSON.parse(text), model, "", unknown), unknown: [...unknown].toSorted() };
}

export function writtenBySdk<T extends Parsable>(model: T, serialize: ModelSerializerFunction<T>): string {
  const writer = new JsonSerializationWriter();
  writer.writeObjectValue(undefined, model, serialize);
  return new TextDecoder().decode(writer.getSerializedContent());
}

function differences(ours: unknown, model: unknown, place: string, unknown: Set<string>): readonly string[] {
  // The SDK reads null as "not there", which it means.
  if (ours === null || ours === undefined) return [];
  if (Array.isArray(ours)) {
    const items: readonly unknown[] = Array.isArray(model) ? model : [];
    return ours.length === items.length
      ? ours.flatMap((item, index) => differences(item, items[index], `${place}/${index}`, unknown))
      : [place];
  }
  if (isJsonObject(ours)) return partsOf(ours, model, place, unknown);
  return same(ours, model) ? [] : [`${place}: ${JSON.stringify(ours)} became ${JSON.stringify(model)}`];
}

function partsOf(ours: JsonObject, model: unknown, place: string, unknown: Set<string>): readonly string[] {
  // Models are plain objects with their properties by name.
  const held = (typeof model === "object" && model !== null ? model : {}) as Record<string, unknown>;
  return Object.entries(ours).flatMap(([name, value]) => {
    if (name.startsWith("@odata.") && name !== "@odata.type") return [];
    const property = name === "@odata.type" ? "odataType" : name;
    const additional = held["additionalData"];
    if (!(property in held) && isJsonObject(additional) && name in additional) unknown.add(name);
    return unknown.has(name) && !(property in held)
      ? []
      : differences(value, held[property], `${place}/${name}`, unknown);
  });
}

function same(ours: unknown, held: unknown): boolean {
  if (held instanceof Date) return typeof ours === "string" && Date.parse(ours) === held.getTime();
  if (held instanceof Duration || held instanceof DateOnly) return held.toString() === ours;
  return held === ours;
}
