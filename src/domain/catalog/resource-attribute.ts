/**
 * What a resource asks of whoever requests a package with it, and writes to the person (Graph: accessPackageResourceAttribute;
 * spec/domain.md 3.5): the question must be answered, approvers see the answer, and it becomes an attribute of the user with the access.
 */
import type { Question } from "../assignment-policy/assignment-policy.js";
import { questionProblems } from "../assignment-policy/policy-problems.js";
import { attributeNameOf } from "./attribute-names.js";
import type { Resource } from "./resource.js";

export type ResourceAttribute = {
  /** The user's property that is written: jobTitle, extensionAttribute7 ... */
  readonly name: string;
  /** False: a value that the person has is kept as it is; only where there is none may they enter one. */
  readonly isEditable: boolean;
  /** True: the value stays when the access ends. */
  readonly isPersistedOnAssignmentRemoval: boolean;
  readonly question: Question;
};

export type AttributeProblem = { readonly target: string; readonly message: string };

/** What is wrong with the attributes of a resource; `others` are the other resources of its catalog, `limit` counts those of all. */
export function attributeProblems(
  attributes: readonly ResourceAttribute[],
  others: readonly Resource[],
  limit: number,
): readonly AttributeProblem[] {
  const problems: AttributeProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { name }] of attributes.entries()) {
    const target = `resource/attributes/${index}/name`;
    if (attributeNameOf(name) !== name)
      problems.push({ target, message: `"${name}" is not an attribute of a user that can be written.` });
    if (seen.has(name)) problems.push({ target, message: `"${name}" is asked for twice.` });
    seen.add(name);
  }
  for (const { target, message } of questionProblems(attributes.map(({ question }) => question)))
    problems.push({ target: target.replace(/^questions/, "resource/attributes"), message });
  const elsewhere = others.reduce((sum, resource) => sum + resource.attributes.length, 0);
  if (attributes.length > 0 && elsewhere + attributes.length > limit)
    problems.push({
      target: "resource/attributes",
      message: `The resources of one catalog ask for at most ${limit} attributes; the others ask for ${elsewhere} already.`,
    });
  return problems;
}

/** The attributes of all resources of a package: one that several ask for is asked once, as strictly as the strictest of them. */
export function attributesOf(resources: readonly Resource[]): readonly ResourceAttribute[] {
  const byName = new Map<string, ResourceAttribute>();
  for (const attribute of resources.flatMap(({ attributes }) => attributes)) {
    const known = byName.get(attribute.name);
    byName.set(
      attribute.name,
      known === undefined
        ? attribute
        : {
            ...known,
            isEditable: known.isEditable && attribute.isEditable,
            isPersistedOnAssignmentRemoval:
              known.isPersistedOnAssignmentRemoval || attribute.isPersistedOnAssignmentRemoval,
          },
    );
  }
  return [...byName.values()];
}
