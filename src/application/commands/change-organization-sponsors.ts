/** Makes people sponsors of a connected organization, or ends it. Sponsors approve requests of its people where a policy asks them to. */
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { SPONSORS_MAX } from "../../domain/connected-organization/limits.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findConnectedOrganization, TENANT_PARTITION } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export type SponsorKind = "internal" | "external";

export type SponsorInput = {
  readonly organizationId: string;
  readonly kind: SponsorKind;
  /** A user or a group of the directory. */
  readonly sponsorId: string;
};

const PROPERTY = { internal: "internalSponsorIds", external: "externalSponsorIds" } as const;

/** Adding somebody again is success. */
export async function addOrganizationSponsor(
  ports: Ports,
  call: Call,
  input: SponsorInput,
): Promise<Outcome<undefined>> {
  const { kind, sponsorId } = input;
  return changeSponsors(ports, call, input, async (ids, organization) => {
    if (ids.includes(sponsorId)) return ids;
    if (ids.length >= SPONSORS_MAX)
      return refused(
        "QuotaExceeded",
        `Connected organization "${organization.displayName}" has ${SPONSORS_MAX} ${kind} sponsors, which is the limit. Name a group instead.`,
      );
    return (await unsuitable(ports, kind, sponsorId)) ?? [...ids, sponsorId];
  });
}

export async function removeOrganizationSponsor(
  ports: Ports,
  call: Call,
  input: SponsorInput,
): Promise<Outcome<undefined>> {
  const { kind, sponsorId } = input;
  return changeSponsors(ports, call, input, async (ids, organization) =>
    ids.includes(sponsorId)
      ? ids.filter((id) => id !== sponsorId)
      : refused(
          "ResourceNotFound",
          `${sponsorId} is no ${kind} sponsor of connected organization "${organization.displayName}".`,
        ),
  );
}

type Change = (
  ids: readonly string[],
  organization: ConnectedOrganization,
) => Promise<readonly string[] | Refusal>;

async function changeSponsors(
  ports: Ports,
  call: Call,
  { organizationId, kind, sponsorId }: SponsorInput,
  change: Change,
): Promise<Outcome<undefined>> {
  const denied = await authorize(ports, call.caller, "manageConnectedOrganizations", null);
  if (denied !== undefined) return denied;
  return untilUnchanged(async () => {
    const found = await findConnectedOrganization(ports, organizationId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const ids = before[PROPERTY[kind]];
    const changed = await change(ids, before);
    if ("kind" in changed) return changed;
    if (changed === ids) return done(undefined);
    const isAdded = changed.length > ids.length;
    const after: ConnectedOrganization = {
      ...before,
      [PROPERTY[kind]]: changed,
      modifiedDateTime: ports.clock.now(),
    };
    const result = await ports.documents.batch("governance", TENANT_PARTITION, [
      { op: "replace", document: after, ifMatch: etag },
      eventOperation(ports, call, {
        type: isAdded ? `${kind}SponsorAdded` : `${kind}SponsorRemoved`,
        partition: TENANT_PARTITION,
        object: { type: "connectedOrganization", id: organizationId, displayName: after.displayName },
        related: {},
        detail: { sponsorId },
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(undefined);
  });
}

/** Internal sponsors are members, external ones guests of the directory; groups may be either (spec/domain.md 13). */
async function unsuitable(ports: Ports, kind: SponsorKind, id: string): Promise<Refusal | undefined> {
  const user = await ports.directory.user(id);
  if (user === undefined)
    return (await ports.directory.group(id)) === undefined
      ? refused("Request_ResourceNotFound", `The directory has no user or group with id ${id}.`, "@odata.id")
      : undefined;
  const wanted = kind === "internal" ? "Member" : "Guest";
  return user.userType === wanted
    ? undefined
    : refused(
        "InvalidModel",
        `${user.displayName} (${id}) is a ${user.userType.toLowerCase()} of the directory; ${kind} sponsors are ${wanted.toLowerCase()}s or groups.`,
        "@odata.id",
      );
}
