/** Reads the subjects of requests and assignments. */
import type { Subject, SubjectReference } from "../../domain/subject/subject.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import { readRelated } from "./related.js";

/** The subject's own document has more than the reference that requests and assignments keep. */
export async function loadSubjects(references: readonly SubjectReference[], context: ExpandContext) {
  const stored = await readRelated<Subject>(
    context,
    "access",
    references.map(({ id }) => ({ partition: id, id })),
  );
  return stored.map((item, index): Item<Subject> | undefined => {
    const reference = references[index];
    if (item !== undefined || reference === undefined) return item;
    return {
      model: {
        kind: "subject",
        ...reference,
        onPremisesSecurityIdentifier: null,
        subjectLifecycle: "notDefined",
        connectedOrganizationId: null,
      },
    };
  });
}
