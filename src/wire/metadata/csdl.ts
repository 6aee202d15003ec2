/** Writes the entity data model as CSDL XML (OData 4.0): what `GET /$metadata` answers, and code generators read. */
import { COMPLEX_TYPES } from "./complex-types.js";
import { GRAPH_ENUMS } from "./graph-enums.js";
import type { Model, ModelEntity, ModelOperation } from "./model.js";

const PRIMITIVE = new Set([
  "Boolean",
  "Date",
  "DateTimeOffset",
  "Duration",
  "Int32",
  "Int64",
  "String",
  "Untyped",
]);

export function writeCsdl(model: Model): string {
  const names = [...model.entities.keys()].toSorted();
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    '<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
    ...[...GRAPH_ENUMS].map(([name, members]) =>
      element(
        "EnumType",
        { Name: name },
        members.map((member) => element("Member", { Name: member.name, Value: String(member.value) })),
      ),
    ),
    ...Object.entries(COMPLEX_TYPES).map(([name, { base, isAbstract, properties }]) =>
      element(
        "ComplexType",
        {
          Name: name,
          ...(base === undefined ? {} : { BaseType: graph(base) }),
          ...(isAbstract === true ? { Abstract: "true" } : {}),
        },
        declarationsOf(properties).map(([property, type]) =>
          // An object of an entity type inside a complex one is a navigation property that is always written out.
          model.entities.has(nameOf(type))
            ? navigation(property, typeRef(type), false)
            : propertyOf(property, type),
        ),
      ),
    ),
    '<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>',
    ...names.flatMap((name) => {
      const entity = model.entities.get(name);
      return entity === undefined ? [] : [entityType(entity)];
    }),
    ...model.operations.map(operation),
    element("EntityContainer", { Name: "GraphService" }, [
      ...[...model.entitySets].map(([name, type]) =>
        element("EntitySet", { Name: name, EntityType: qualified(type) }),
      ),
      ...[...model.singletons].map(([name, type]) =>
        element("Singleton", { Name: name, Type: qualified(type) }),
      ),
    ]),
    "</Schema></edmx:DataServices></edmx:Edmx>",
  ];
  return lines.join("\n");
}

function entityType({
  name,
  base = "entity",
  isAbstract,
  properties,
  navigation: related,
}: ModelEntity): string {
  return element(
    "EntityType",
    { Name: name, BaseType: graph(base), ...(isAbstract === true ? { Abstract: "true" } : {}) },
    [
      ...[...properties].map(([property, type]) => propertyOf(property, type)),
      ...[...related].map(([property, { type, isCollection, isContained }]) =>
        navigation(property, typeRef(isCollection ? `${type}[]` : type), isContained),
      ),
    ],
  );
}

function operation({ kind, name, boundTo, parameters, result }: ModelOperation): string {
  return element(kind, { Name: name, IsBound: "true" }, [
    element("Parameter", { Name: "bindingParameter", Type: typeRef(boundTo) }),
    ...parameters.map((parameter) =>
      element("Parameter", { Name: parameter.name, Type: typeRef(parameter.type) }),
    ),
    ...(result === undefined ? [] : [element("ReturnType", { Type: typeRef(result) })]),
  ]);
}

function propertyOf(name: string, type: string): string {
  return element("Property", {
    Name: name,
    Type: typeRef(type),
    ...(type.endsWith("!") ? { Nullable: "false" } : {}),
  });
}

function navigation(name: string, type: string, isContained: boolean): string {
  return element("NavigationProperty", {
    Name: name,
    Type: type,
    ...(isContained ? { ContainsTarget: "true" } : {}),
  });
}

/** `name:Type name:Type` */
function declarationsOf(properties: string): readonly (readonly [string, string])[] {
  return properties
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => {
      const colon = part.indexOf(":");
      return [part.slice(0, colon), part.slice(colon + 1)];
    });
}

function nameOf(type: string): string {
  return type.replace(/(?:\[\]|!)$/, "");
}

function typeRef(type: string): string {
  const name = nameOf(type);
  const full = PRIMITIVE.has(name) ? `Edm.${name}` : graph(name);
  return type.endsWith("[]") ? `Collection(${full})` : full;
}

function graph(name: string): string {
  return `graph.${name}`;
}

/** Entity container elements are read by tools that do not resolve the alias. */
function qualified(name: string): string {
  return `microsoft.graph.${name}`;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const start = `<${name}${written.join("")}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

function escaped(value: string): string {
  return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
