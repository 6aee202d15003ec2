/** The sponsors of the organization to which a person belongs: people, and the members of groups. */
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import type { Subject } from "../../domain/subject/subject.js";
import { TENANT_PARTITION } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";

/** User ids. Nobody when the person belongs to no connected organization, or it is gone: then the fallback approvers are asked. */
export async function organizationSponsors(
  { documents, directory }: Pick<Ports, "documents" | "directory">,
  subjectId: string,
  property: "internalSponsorIds" | "externalSponsorIds",
): Promise<readonly string[]> {
  const organization = await organizationOf(documents, subjectId);
  const ids = organization?.[property] ?? [];
  const users = await directory.users(ids);
  const people = await Promise.all(
    ids.map(async (id) => (users.has(id) ? [id] : directory.transitiveMembers(id))),
  );
  return [...new Set(people.flat())];
}

/** What decides who the sponsors are: the organization, and the people and groups that it names. */
export async function organizationSources(
  { documents }: Pick<Ports, "documents">,
  subjectId: string,
): Promise<readonly string[]> {
  const organization = await organizationOf(documents, subjectId);
  return organization === undefined
    ? []
    : [organization.id, ...organization.internalSponsorIds, ...organization.externalSponsorIds];
}

async function organizationOf(
  documents: Ports["documents"],
  subjectId: string,
): Promise<ConnectedOrganization | undefined> {
  const subject = await documents.get<Subject>("access", subjectId, subjectId);
  const organizationId = subject?.document.connectedOrganizationId ?? null;
  if (organizationId === null) return undefined;
  const stored = await documents.get<ConnectedOrganization>("governance", TENANT_PARTITION, organizationId);
  return stored?.document;
}
