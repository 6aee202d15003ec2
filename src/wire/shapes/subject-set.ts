/** subjectSet and its derived types on the wire. */
import type { SubjectSet } from "../../domain/subject/subject-set.js";
import type { JsonObject } from "../json-object.js";

export function writeSubjectSet({ kind, ...properties }: SubjectSet): JsonObject {
  return { "@odata.type": `#microsoft.graph.${kind}`, ...properties };
}

export function writeSubjectSets(sets: readonly SubjectSet[]): readonly JsonObject[] {
  return sets.map(writeSubjectSet);
}
