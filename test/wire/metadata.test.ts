import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { betaEndpoints } from "../../src/wire/beta/endpoints.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import type { EntityType } from "../../src/wire/entity-type.js";
import { isJsonObject } from "../../src/wire/json-object.js";
import { writeCsdl } from "../../src/wire/metadata/csdl.js";
import { BETA_PROPERTY_TYPES, PROPERTY_TYPES } from "../../src/wire/metadata/entity-facts.js";
import { modelOf } from "../../src/wire/metadata/model.js";

type Xml = Readonly<Record<string, unknown>>;

const LISTS = [
  "EnumType",
  "Member",
  "ComplexType",
  "EntityType",
  "Property",
  "NavigationProperty",
  "Action",
  "Function",
  "Parameter",
  "EntitySet",
  "Singleton",
];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && LISTS.includes(name),
});
const isXml = (value: unknown): value is Xml => isJsonObject(value);
const all = (node: Xml | undefined, name: string): readonly Xml[] => {
  const found = node?.[name];
  return Array.isArray(found) ? found.filter(isXml) : [];
};
const inside = (node: unknown, ...names: readonly string[]): Xml => {
  let found = node;
  for (const name of names) found = isXml(found) ? found[name] : undefined;
  if (!isXml(found)) throw new Error(`There is no ${names.join("/")}.`);
  return found;
};
const text = (node: Xml | undefined, name: string): string => {
  const value = node?.[name];
  return typeof value === "string" ? value : "";
};

const VERSIONS = [
  { version: "/v1.0", endpoints: ENDPOINTS, types: PROPERTY_TYPES },
  { version: "/beta", endpoints: betaEndpoints(ENDPOINTS), types: BETA_PROPERTY_TYPES },
];

describe.each(VERSIONS)("$version/$$metadata", ({ version, endpoints, types }) => {
  const schema = inside(
    parser.parse(writeCsdl(modelOf(endpoints, types))),
    "edmx:Edmx",
    "edmx:DataServices",
    "Schema",
  );
  const typesOf = (kind: string) => new Map(all(schema, kind).map((type) => [text(type, "Name"), type]));
  const entities = typesOf("EntityType");
  const complexes = typesOf("ComplexType");
  const enums = typesOf("EnumType");

  /** The declaration of a property, of the type itself or of what it derives from. */
  const declared = (typeName: string, property: string): string | undefined => {
    const type = entities.get(typeName) ?? complexes.get(typeName);
    if (type === undefined) return undefined;
    const own = [...all(type, "Property"), ...all(type, "NavigationProperty")].find(
      (one) => one["Name"] === property,
    );
    return own === undefined
      ? declared(text(type, "BaseType").replace("graph.", ""), property)
      : text(own, "Type");
  };

  const reachable = new Set<EntityType<never>>();
  const reach = (type: EntityType<never>) => {
    if (reachable.has(type)) return;
    reachable.add(type);
    for (const navigation of Object.values(type.navigation)) reach(navigation.type());
  };
  for (const { type } of endpoints) if (type !== undefined) reach(type);

  it("declares every property of every type that the surface writes", () => {
    expect(reachable.size).toBeGreaterThan(20);
    const bases = new Set(["directoryObject", "controlConfiguration"]);
    const missing = [...reachable].flatMap((type) => {
      const derived = [...entities.values()].filter((one) => text(one, "BaseType") === `graph.${type.name}`);
      const names = [type.name, ...derived.map((one) => text(one, "Name"))];
      return bases.has(type.name)
        ? []
        : [...Object.keys(type.properties), ...Object.keys(type.navigation)]
            .filter((property) => !names.some((name) => declared(name, property) !== undefined))
            .map((property) => `${type.name}/${property}`);
    });
    expect(missing).toEqual([]);
  });

  it.runIf(version === "/v1.0")("declares the types of Graph's schema", () => {
    const expected: Readonly<Record<string, string>> = {
      "accessPackage/isHidden": "Edm.Boolean",
      "accessPackage/resourceRoleScopes": "Collection(graph.accessPackageResourceRoleScope)",
      "accessPackage/catalog": "graph.accessPackageCatalog",
      "accessPackage/incompatibleGroups": "Collection(graph.group)",
      "accessPackageAssignment/schedule": "graph.entitlementManagementSchedule",
      "accessPackageAssignment/target": "graph.accessPackageSubject",
      "accessPackageAssignmentPolicy/questions": "Collection(graph.accessPackageQuestion)",
      "accessPackageAssignmentPolicy/specificAllowedTargets": "Collection(graph.subjectSet)",
      "accessPackageAssignmentPolicy/requestApprovalSettings":
        "graph.accessPackageAssignmentApprovalSettings",
      "accessPackageAssignmentRequest/requestType": "graph.accessPackageRequestType",
      "accessPackageAssignmentRequest/createdDateTime": "Edm.DateTimeOffset",
      "accessPackageCatalog/id": "Edm.String",
      "accessPackageTextInputQuestion/regexPattern": "Edm.String",
      "accessPackageTextInputQuestion/sequence": "Edm.Int32",
      "accessPackageMultipleChoiceQuestion/choices": "Collection(graph.accessPackageAnswerChoice)",
      "approval/stages": "Collection(graph.approvalStage)",
      "entitlementManagement/accessPackages": "Collection(graph.accessPackage)",
      "singleUser/userId": "Edm.String",
    };
    for (const [path, type] of Object.entries(expected)) {
      const [name = "", property = ""] = path.split("/");
      expect([path, declared(name, property)]).toEqual([path, type]);
    }
    const numbers = all(enums.get("accessPackageRequestType"), "Member").map(({ Name, Value }) => [
      Name,
      Value,
    ]);
    expect(numbers.slice(-2)).toEqual([
      ["unknownFutureValue", "11"],
      ["approverRemove", "12"],
    ]);
  });

  it("refers to no type that it does not declare, and declares none twice", () => {
    const referred: string[] = [];
    const visit = (node: unknown) => {
      if (Array.isArray(node)) return node.forEach(visit);
      if (!isXml(node)) return;
      for (const [name, value] of Object.entries(node))
        if (typeof value === "string" && ["Type", "BaseType", "EntityType"].includes(name))
          referred.push(value);
        else visit(value);
    };
    visit(schema);
    expect(referred.length).toBeGreaterThan(200);
    const known = (type: string) => {
      const name = type.replace(/^Collection\((.*)\)$/, "$1").replace(/^(?:microsoft\.)?graph\./, "");
      return (
        /^Edm\.(String|Boolean|Int32|Date|DateTimeOffset|Duration|Untyped)$/.test(name) ||
        entities.has(name) ||
        complexes.has(name) ||
        enums.has(name)
      );
    };
    expect(referred.filter((type) => !known(type))).toEqual([]);
    const names = ["EnumType", "ComplexType", "EntityType"].flatMap((kind) =>
      all(schema, kind).map((type) => text(type, "Name")),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const type of [...entities.values(), ...complexes.values()]) {
      const own = [...all(type, "Property"), ...all(type, "NavigationProperty")].map((one) =>
        text(one, "Name"),
      );
      const base = text(type, "BaseType").replace("graph.", "");
      expect([
        text(type, "Name"),
        own.filter((name, index) => own.indexOf(name) !== index || declared(base, name) !== undefined),
      ]).toEqual([text(type, "Name"), []]);
    }
  });

  it("binds the actions and functions that there are as Graph does", () => {
    const operations = [...all(schema, "Action"), ...all(schema, "Function")].map((one) => {
      const parameters = all(one, "Parameter").map((parameter) =>
        text(parameter, "Type").replaceAll("graph.", ""),
      );
      const result = isXml(one["ReturnType"]) ? text(one["ReturnType"], "Type").replaceAll("graph.", "") : "";
      return `${text(one, "Name")}(${parameters.join(", ")}): ${result}`;
    });
    for (const operation of [
      "cancel(accessPackageAssignmentRequest): ",
      "reprocess(accessPackageAssignment): ",
      "reprocess(accessPackageAssignmentRequest): ",
      "refresh(accessPackageResource): ",
      "getApplicablePolicyRequirements(accessPackage): Collection(accessPackageAssignmentRequestRequirements)",
      "filterByCurrentUser(Collection(accessPackage), accessPackageFilterByCurrentUserOptions): Collection(accessPackage)",
      "filterByCurrentUser(Collection(accessPackageAssignment), accessPackageAssignmentFilterByCurrentUserOptions): Collection(accessPackageAssignment)",
      "filterByCurrentUser(Collection(approval), approvalFilterByCurrentUserOptions): Collection(approval)",
      "additionalAccess(Collection(accessPackageAssignment), Edm.String, Edm.String): Collection(accessPackageAssignment)",
    ])
      expect(operations).toContain(operation);
  });

  it("has every address of the endpoint table", () => {
    const container = inside(schema, "EntityContainer");
    const roots = new Map(
      [...all(container, "EntitySet"), ...all(container, "Singleton")].map((one) => [
        text(one, "Name"),
        text(one, "EntityType") || text(one, "Type"),
      ]),
    );
    const operations = new Set(
      [...all(schema, "Action"), ...all(schema, "Function")].map((one) => text(one, "Name")),
    );
    const lost = endpoints.filter(({ path }) => {
      let type: string | undefined;
      for (const [index, segment] of path.split("/").slice(1).entries()) {
        if (segment.startsWith("{")) continue;
        const name = segment.replace(/\(.*$/, "");
        if (
          name.startsWith("$") ||
          name.includes(".") ||
          (index > 0 && operations.has(name) && segment !== name)
        )
          return false;
        const next = index === 0 ? roots.get(name) : declared(type ?? "", name);
        if (next === undefined) return !operations.has(name);
        type = next.replace(/^Collection\((.*)\)$/, "$1").replace(/^(?:microsoft\.)?graph\./, "");
      }
      return false;
    });
    expect(lost.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
