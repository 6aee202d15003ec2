/** The attributes that resources ask for: whether they may be kept, and those of a package's resources. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Target } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { Question } from "../../domain/assignment-policy/assignment-policy.js";
import {
  type AttributesAsked,
  attributesAsked,
  NOTHING_ASKED,
} from "../../domain/catalog/attribute-answers.js";
import type { Resource } from "../../domain/catalog/resource.js";
import { attributeProblems, type ResourceAttribute } from "../../domain/catalog/resource-attribute.js";
import { done, type Outcome } from "../../domain/errors.js";
import { LIMIT_TABLE } from "../../domain/tenant/limit-table.js";
import type { Ports } from "../ports/ports.js";
import { catalogPartition } from "./find.js";
import { loadTenantSettings } from "./tenant-settings.js";

/** An attribute as sent: without an id the question gets the one that belongs to the resource and the attribute. */
export type SentAttribute = Omit<ResourceAttribute, "question"> & {
  readonly question: SentQuestion;
};
type SentQuestion = Question extends infer Q
  ? Q extends Question
    ? Omit<Q, "id"> & { readonly id: string | undefined }
    : never
  : never;

/** The attributes as they are kept, or why they cannot be. */
export async function attributesToKeep(
  ports: Ports,
  catalogId: string,
  resourceId: string,
  sent: readonly SentAttribute[],
): Promise<Outcome<readonly ResourceAttribute[]>> {
  if (sent.length === 0) return done([]);
  const attributes = sent.map(({ question, ...rest }): ResourceAttribute => {
    const id = question.id ?? ports.ids.derive("attributeQuestion", resourceId, rest.name);
    return { ...rest, question: { ...question, id } };
  });
  const [resources, settings] = await Promise.all([
    ports.documents.partition<Resource>("governance", catalogPartition(catalogId), "resource"),
    loadTenantSettings(ports),
  ]);
  const others = resources.map(({ document }) => document).filter(({ id }) => id !== resourceId);
  const limit =
    settings.limits.resourceAttributesPerCatalog ?? LIMIT_TABLE.resourceAttributesPerCatalog.default;
  const problems = attributeProblems(attributes, others, limit);
  const [first] = problems;
  if (first === undefined) return done(attributes);
  return {
    kind: "refused",
    code: first.target === "resource/attributes" ? "QuotaExceeded" : "InvalidModel",
    message: `The attributes cannot be kept. ${problems.map(({ message }) => message).join(" ")}`,
    target: first.target,
    details: problems.map(({ target, message }) => ({ code: "InvalidModel", message, target })),
  };
}

/** What the package asks of this target: of people only, for they alone have attributes. */
export async function loadAttributes(
  ports: Pick<Ports, "documents" | "directory">,
  accessPackage: AccessPackage,
  target: Pick<Target, "kind" | "objectId">,
): Promise<AttributesAsked> {
  if (target.kind === "servicePrincipal") return NOTHING_ASKED;
  const resources = await resourcesOfPackage(ports, accessPackage);
  if (!resources.some(({ attributes }) => attributes.length > 0)) return NOTHING_ASKED;
  const { objectId } = target;
  // Somebody who is not in the directory yet has nothing there.
  return attributesAsked(resources, objectId === null ? {} : await ports.directory.userAttributes(objectId));
}

/** The resources whose roles the package gives. */
async function resourcesOfPackage(
  ports: Pick<Ports, "documents">,
  { catalogId, resourceRoleScopes }: AccessPackage,
): Promise<readonly Resource[]> {
  const ids = [...new Set(resourceRoleScopes.map(({ resource }) => resource.id))];
  const found = await Promise.all(
    ids.map((id) => ports.documents.get<Resource>("governance", catalogPartition(catalogId), id)),
  );
  return found.filter((stored) => stored !== undefined).map(({ document }) => document);
}
