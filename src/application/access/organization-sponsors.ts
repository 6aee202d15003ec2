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
  const subject = await documents.get<Subject>("access", subjectId, subjectId);
  const organizationId = subject?.document.connectedOrganizationId ?? null;
  if (organizationId === null) return [];
  const organization = await documents.get<ConnectedOrganization>(
    "governance",
    TENANT_PARTITION,
    organizationId,
  );
  const ids = organization?.document[property] ?? [];
  const users = await directory.users(ids);
  const people = await Promise.all(
    ids.map(async (id) => (users.has(id) ? [id] : directory.transitiveMembers(id))),
  );
  return [...new Set(people.flat())];
}
