/** subjectSet and its derived types on the wire. */
import type { SubjectSet } from "../../domain/subject/subject-set.js";

export function writeSubjectSet({ kind, ...properties }: SubjectSet) {
  return { "@odata.type": `#microsoft.graph.${kind}`, ...properties };
}

export function writeSubjectSets(sets: readonly SubjectSet[]) {
  return sets.map(writeSubjectSet);
}
