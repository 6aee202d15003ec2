/** Reads the organizations of subjects, and the sponsors of organizations. */
import { TENANT_PARTITION } from "../../application/governance/find.js";
import { mayViewConnectedOrganizations } from "../../application/queries/list-connected-organizations.js";
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { ExpandContext } from "../navigation.js";
import { loadDirectoryObjects } from "./directory-objects.js";
import { readRelated } from "./related.js";

/** Nothing for whoever may not see connected organizations: the subject itself is theirs to see, its organization is not. */
export async function loadOrganizations(subjects: readonly Subject[], context: ExpandContext) {
  const denied = await mayViewConnectedOrganizations(context.ports, context.call);
  return readRelated<ConnectedOrganization>(
    context,
    "governance",
    subjects.map(({ connectedOrganizationId: id }) =>
      id === null || denied !== undefined ? undefined : { partition: TENANT_PARTITION, id },
    ),
  );
}

/** Sponsors whom the directory no longer has are left out. */
export function loadSponsors(property: "internalSponsorIds" | "externalSponsorIds") {
  return (organizations: readonly ConnectedOrganization[], context: ExpandContext) =>
    Promise.all(
      organizations.map(async (organization) =>
        (await loadDirectoryObjects(organization[property], context)).filter((item) => item !== undefined),
      ),
    );
}
