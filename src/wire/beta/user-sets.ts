/** beta's userSet: the v1.0 subjectSet with its id in `id`, and backups beside the others instead of in a list of their own. */
import type { Json } from "../../domain/json.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { typeNameOf } from "../schema/lenient.js";

/** By kind, in lower case: where v1.0 has the id. */
const ID_OF: Readonly<Record<string, string>> = {
  singleuser: "userId",
  groupmembers: "groupId",
  singleserviceprincipal: "servicePrincipalId",
  connectedorganizationmembers: "connectedOrganizationId",
};

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Those who are asked, then their backups. */
export function getUserSets(sets: Json | undefined, backups: Json | undefined): readonly JsonObject[] {
  return [
    ...objectsIn(sets).map((set) => toUserSet(set, false)),
    ...objectsIn(backups).map((set) => toUserSet(set, true)),
  ];
}

/** Back into the two lists. What a client leaves out of a set that was there before (a description, a level) stays as it was. */
export function putUserSets(
  view: Json | undefined,
  before: Json | undefined,
  backupsBefore: Json | undefined,
): { readonly sets: readonly JsonObject[]; readonly backups: readonly JsonObject[] } {
  const userSets = objectsIn(view);
  const known = [...objectsIn(before), ...objectsIn(backupsBefore)];
  const isBackup = (set: JsonObject) => set["isBackup"] === true || set["isBackup"] === "true";
  return {
    sets: userSets.filter((set) => !isBackup(set)).map((set) => toSubjectSet(set, known)),
    backups: userSets.filter(isBackup).map((set) => toSubjectSet(set, known)),
  };
}

function toUserSet(set: JsonObject, isBackup: boolean): JsonObject {
  const property = idPropertyOf(set);
  const rest = Object.entries(set).filter(([name]) => name !== property && name !== "@odata.type");
  return {
    "@odata.type": set["@odata.type"],
    isBackup,
    ...(property === undefined ? {} : { id: set[property] }),
    ...Object.fromEntries(rest),
  };
}

function toSubjectSet(userSet: JsonObject, known: readonly JsonObject[]): JsonObject {
  const property = idPropertyOf(userSet);
  const { id, isBackup: _, ...rest } = userSet;
  const own = property === undefined ? rest : { ...rest, [property]: rest[property] ?? id };
  const kind = kindOf(userSet);
  const before = known.find(
    (set) =>
      kindOf(set) === kind && (property === undefined || folded(set[property]) === folded(own[property])),
  );
  const said = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}

function idPropertyOf(set: JsonObject): string | undefined {
  return ID_OF[kindOf(set)];
}

function kindOf(set: JsonObject): string {
  return (typeNameOf(set) ?? "").toLowerCase();
}

function folded(value: Json | undefined): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}
