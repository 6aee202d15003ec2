/** The entity data model that the endpoint table implies: what $metadata and the service document are written from. */
import type { Endpoint } from "../endpoint.js";
import type { EntityType, PropertyType } from "../entity-type.js";
import {
  ACTION_RESULTS,
  BASE_TYPES,
  BASES,
  CONTAINER_TYPES,
  DERIVED,
  PARAMETER_TYPES,
  PROPERTY_TYPES,
} from "./entity-facts.js";

/** Types are in the notation of complex-types.ts. */
export type ModelNavigation = {
  readonly type: string;
  readonly isCollection: boolean;
  readonly isContained: boolean;
};

export type ModelEntity = {
  readonly name: string;
  /** Undefined: `entity`. */
  base?: string;
  isAbstract?: true;
  readonly properties: Map<string, string>;
  readonly navigation: Map<string, ModelNavigation>;
};

export type ModelOperation = {
  readonly kind: "Action" | "Function";
  readonly name: string;
  readonly boundTo: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  /** Undefined: nothing. */
  readonly result: string | undefined;
};

export type Model = {
  readonly entities: ReadonlyMap<string, ModelEntity>;
  readonly operations: readonly ModelOperation[];
  readonly entitySets: ReadonlyMap<string, string>;
  readonly singletons: ReadonlyMap<string, string>;
};

/** `propertyTypes`: see entity-facts.ts. */
export function modelOf(endpoints: readonly Endpoint[], propertyTypes = PROPERTY_TYPES): Model {
  return new Builder(endpoints, propertyTypes).build();
}

/** Where a path has led so far. */
type Place = { readonly type: string; readonly isCollection: boolean };

class Builder {
  readonly #entities = new Map<string, ModelEntity>();
  readonly #operations = new Map<string, ModelOperation>();
  readonly #entitySets = new Map<string, string>();
  readonly #singletons = new Map<string, string>();
  readonly #endpoints: readonly Endpoint[];
  readonly #gets: ReadonlyMap<string, Endpoint>;

  readonly #propertyTypes: typeof PROPERTY_TYPES;

  constructor(endpoints: readonly Endpoint[], propertyTypes: typeof PROPERTY_TYPES) {
    this.#endpoints = endpoints;
    this.#propertyTypes = propertyTypes;
    this.#gets = new Map(endpoints.filter(({ method }) => method === "GET").map((row) => [row.path, row]));
  }

  build(): Model {
    for (const { type } of this.#endpoints) if (type !== undefined) this.#declare(type);
    for (const endpoint of this.#endpoints) this.#walk(endpoint);
    for (const [name, entity] of this.#entities) {
      // What other types are derived from has nothing of its own.
      if (BASE_TYPES.has(name)) entity.properties.clear();
      // One spelling writes out what another one expands.
      for (const property of entity.properties.keys()) entity.navigation.delete(property);
    }
    return {
      entities: this.#entities,
      operations: [...this.#operations.values()],
      entitySets: this.#entitySets,
      singletons: this.#singletons,
    };
  }

  #entity(name: string): ModelEntity {
    let entity = this.#entities.get(name);
    if (entity === undefined) {
      entity = { name, properties: new Map(), navigation: new Map() };
      this.#entities.set(name, entity);
      const base = BASES[name];
      if (base !== undefined) {
        entity.base = base;
        this.#entity(base);
      }
    }
    return entity;
  }

  #declare(type: EntityType<never>): void {
    const isKnown = this.#entities.has(type.name);
    const entity = this.#entity(type.name);
    const related = Object.entries(type.navigation);
    const names = Object.keys(type.properties).filter(
      (name) => name !== "id" && !related.some(([other]) => other === name),
    );
    const derived = Object.entries(DERIVED[type.name] ?? {});
    if (derived.length > 0) entity.isAbstract = true;
    for (const name of names) {
      const owners = derived
        .filter(([, own]) => own.includes(name))
        .map(([owner]) => this.#derivedFrom(owner, type.name));
      const written = this.#propertyTypes[`${type.name}/${name}`] ?? primitiveOf(type, name);
      for (const owner of owners.length > 0 ? owners : [entity]) owner.properties.set(name, written);
    }
    const isFresh = !isKnown || related.some(([name]) => !entity.navigation.has(name));
    for (const [name, { isCollection, target }] of related)
      entity.navigation.set(name, { type: target, isCollection, isContained: false });
    // Types refer to one another in circles: each is followed once.
    if (isFresh)
      for (const [, { target, type: to }] of related) {
        this.#declare(to());
        this.#entity(target);
      }
  }

  #derivedFrom(name: string, base: string): ModelEntity {
    const entity = this.#entity(name);
    entity.base = base;
    return entity;
  }

  /** Declares what lies on the way of an address. */
  #walk(endpoint: Endpoint): void {
    let place: Place | undefined;
    let path = "";
    const segments = endpoint.path.split("/").slice(1);
    for (const [index, segment] of segments.entries()) {
      const isLast = index === segments.length - 1;
      if (segment.startsWith("$") || segment.includes(".")) return;
      path += `/${segment}`;
      if (segment.startsWith("{")) {
        if (place !== undefined) place = { ...place, isCollection: false };
        continue;
      }
      const open = segment.indexOf("(");
      if (open >= 0) {
        const name = segment.slice(0, open);
        // `subjects(objectId={objectId})`: another key of a collection.
        if (this.#isCollection(path.slice(0, path.lastIndexOf("(")))) return;
        if (place !== undefined) this.#operation(endpoint, name, segment.slice(open + 1, -1), place);
        return;
      }
      const get = this.#gets.get(path);
      const isOperation =
        isLast &&
        place !== undefined &&
        !this.#isCollection(path) &&
        (get === undefined ? endpoint.type === undefined : get.type === undefined);
      if (isOperation && place !== undefined && CONTAINER_TYPES[path] === undefined) {
        this.#operation(endpoint, segment, "", place);
        return;
      }
      place = this.#step(place, path, segment);
    }
  }

  #step(from: Place | undefined, path: string, segment: string): Place {
    const isCollection = this.#isCollection(path);
    const type =
      this.#typeAt(path) ?? (isCollection ? "directoryObject" : (CONTAINER_TYPES[path] ?? segment));
    this.#entity(type);
    if (from === undefined) {
      if (isCollection) this.#entitySets.set(segment, type);
      else this.#singletons.set(segment, type);
    } else {
      const { navigation } = this.#entity(from.type);
      const known = navigation.get(segment);
      const isContained = Object.values(CONTAINER_TYPES).includes(from.type);
      navigation.set(segment, known ?? { type, isCollection, isContained });
      if (known !== undefined) return { type: known.type, isCollection };
    }
    return { type, isCollection };
  }

  #operation(endpoint: Endpoint, name: string, written: string, place: Place): void {
    const { method, type, query } = endpoint;
    if (method !== "GET" && method !== "POST") return;
    const kind = method === "GET" ? "Function" : "Action";
    const names = written === "" ? [] : written.split(",").map((part) => part.slice(0, part.indexOf("=")));
    const isList = query.includes("$count");
    const own = type === undefined ? undefined : `${type.name}${isList ? "[]" : ""}`;
    const result = own ?? (kind === "Function" ? "Untyped" : ACTION_RESULTS[`${place.type}/${name}`]);
    const boundTo = `${place.type}${place.isCollection ? "[]" : ""}`;
    this.#operations.set(`${kind} ${name} ${boundTo} ${written}`, {
      ...{ kind, name, boundTo, result },
      parameters: names.map((parameter) => ({
        name: parameter,
        type: PARAMETER_TYPES[`${place.type}/${name}/${parameter}`] ?? "String",
      })),
    });
  }

  #isCollection(path: string): boolean {
    if (this.#gets.get(path)?.query.includes("$count") === true) return true;
    const below = `${path}/{`;
    return this.#endpoints.some((row) => row.path.startsWith(below));
  }

  #typeAt(path: string): string | undefined {
    const own = this.#gets.get(path)?.type?.name;
    if (own !== undefined) return own;
    const one = this.#endpoints.find(
      (row) =>
        row.type !== undefined &&
        row.path.startsWith(`${path}/{`) &&
        !row.path.slice(path.length + 1).includes("/"),
    );
    return (
      one?.type?.name ??
      this.#endpoints.find((row) => row.path === path && row.type !== undefined)?.type?.name
    );
  }
}

const PRIMITIVES: Readonly<Record<Exclude<PropertyType, object>, string>> = {
  string: "String",
  guid: "String",
  dateTime: "DateTimeOffset",
  duration: "Duration",
  boolean: "Boolean",
  int32: "Int32",
  complex: "Untyped",
};

function primitiveOf(type: EntityType<never>, name: string): string {
  const own = type.properties[name];
  return own === undefined || typeof own === "object" ? "String" : PRIMITIVES[own];
}
