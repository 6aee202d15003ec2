/** A type as beta spells it: other names for its properties in answers, filters, orders, selections and expansions, over the same objects. */
import type { Json } from "../../domain/json.js";
import type { EntityType, IndexedProperty, PropertyType } from "../entity-type.js";
import type { JsonObject } from "../json-object.js";
import type { Navigation } from "../navigation.js";
import { BETA_NAMES, type BetaNames } from "./names.js";
import { betaPolicyType } from "./policy-type.js";

const respelled = new Map<unknown, unknown>();

/** The same for the same type, each time. Types that beta spells as v1.0 does still lead to types that it does not. */
export function inBeta<M>(type: EntityType<M>): EntityType<M> {
  // What was made of this very type below is of its kind.
  const known = respelled.get(type) as EntityType<M> | undefined;
  if (known !== undefined) return known;
  const made =
    type.name === "accessPackageAssignmentPolicy" ? betaPolicyType(type, relatedInBeta(type)) : make(type);
  respelled.set(type, made);
  return made;
}

function make<M>(type: EntityType<M>): EntityType<M> {
  const { renamed, capitals = [], added = {} } = namesOf(type);
  const name = (today: string) => renamed[today] ?? today;
  const properties: Record<string, PropertyType> = {};
  for (const [today, property] of Object.entries(type.properties)) properties[name(today)] = property;
  const indexed: Record<string, IndexedProperty> = { ...type.indexed };
  for (const [path, index] of Object.entries(type.indexed))
    indexed[path.split("/").map(name).join("/")] = index;
  const extra = Object.entries(added);
  for (const [property, { type: propertyType, indexed: index }] of extra) {
    properties[property] = propertyType;
    if (index !== undefined) indexed[property] = index;
  }
  return {
    ...type,
    properties,
    indexed,
    navigation: relatedInBeta(type),
    write: (model, context) => {
      const written: Record<string, Json | undefined> = {};
      for (const [today, value] of Object.entries(type.write(model, context))) {
        const property = name(today);
        written[property] = capitals.includes(property) ? capitalized(value) : value;
      }
      for (const [property, { write }] of extra) written[property] = write(model);
      return written satisfies JsonObject;
    },
  };
}

function relatedInBeta<M>(type: EntityType<M>): Readonly<Record<string, Navigation<M>>> {
  const { renamed } = namesOf(type);
  return Object.fromEntries(
    Object.entries(type.navigation).map(([today, navigation]) => [
      renamed[today] ?? today,
      navigation.spelled(inBeta),
    ]),
  );
}

function namesOf<M>({ name }: EntityType<M>): BetaNames<M> {
  if (!Object.hasOwn(BETA_NAMES, name)) return { renamed: {} };
  // The table is keyed by the names of the types whose models its functions take.
  return BETA_NAMES[name as keyof typeof BETA_NAMES] as BetaNames<M>;
}

function capitalized(value: Json | undefined): Json | undefined {
  // "A member that you do not know" is written in one way only.
  if (value === "unknownFutureValue") return value;
  return typeof value === "string" ? `${value.charAt(0).toUpperCase()}${value.slice(1)}` : value;
}
