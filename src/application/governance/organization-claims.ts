/**
 * What a connected organization has for itself: its name, and each tenant and domain by which its people are recognised. A document for
 * each lies in partition `tenant` as the organization does, and so in the same batch: two organizations never claim the same.
 */
import { nameKey } from "../../domain/catalog/name-key.js";
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { describeKey } from "../../domain/connected-organization/identity-sources.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { findConnectedOrganization, TENANT_PARTITION } from "./find.js";

type Claiming = Pick<ConnectedOrganization, "id" | "displayName" | "identityKeys">;

type Claim = {
  readonly kind: "reservation";
  readonly id: string;
  readonly ownerId: string;
  /** For the message to whoever comes second. */
  readonly what: "displayName" | "identityKey";
  readonly value: string;
};

/** What must be written so that the organization claims what it has after the change, and gives up what only `before` had. */
export function claimOperations(
  ports: Ports,
  before: Claiming | undefined,
  after: Claiming | undefined,
): readonly Operation[] {
  const had = before === undefined ? NONE : claimsOf(ports, before);
  const has = after === undefined ? NONE : claimsOf(ports, after);
  return [
    ...[...has.values()]
      .filter(({ id }) => !had.has(id))
      .map((document): Operation => ({ op: "create", document })),
    ...[...had.keys()].filter((id) => !has.has(id)).map((id): Operation => ({ op: "delete", id })),
  ];
}

/** Who has claimed this key; undefined when nobody has. */
export async function ownerOfKey(ports: Ports, key: string): Promise<string | undefined> {
  const id = claimId(ports, "identityKey", key);
  const claim = await ports.documents.get<Claim>("governance", TENANT_PARTITION, id);
  return claim?.document.ownerId;
}

/** What to say when a batch failed on this document; undefined when that was no claim. */
export async function alreadyClaimed(ports: Ports, conflictId: string): Promise<Refusal | undefined> {
  const claim = await ports.documents.get<Claim>("governance", TENANT_PARTITION, conflictId);
  if (claim?.document.kind !== "reservation") return undefined;
  const { ownerId, what, value } = claim.document;
  if (what === "displayName")
    return refused(
      "DuplicateConnectedOrganization",
      `Another connected organization (${ownerId}) is already named "${value}". Choose another name.`,
      "displayName",
    );
  const owner = await findConnectedOrganization(ports, ownerId);
  const name = owner.kind === "done" ? `"${owner.value.document.displayName}" (${ownerId})` : ownerId;
  return refused(
    "DuplicateConnectedOrganization",
    `The ${describeKey(value)} belongs to connected organization ${name} already; a domain or tenant can belong to one organization only. Take it out there first.`,
    "identitySources",
  );
}

const NONE: ReadonlyMap<string, Claim> = new Map();

function claimsOf(ports: Ports, organization: Claiming): ReadonlyMap<string, Claim> {
  const { id: ownerId, displayName, identityKeys } = organization;
  const claims = [
    { what: "displayName", value: displayName, key: nameKey(displayName) } as const,
    ...identityKeys.map((value) => ({ what: "identityKey", value, key: value }) as const),
  ];
  return new Map(
    claims.map(({ what, value, key }) => {
      const id = claimId(ports, what, key);
      return [id, { kind: "reservation", id, ownerId, what, value }];
    }),
  );
}

function claimId(ports: Ports, what: Claim["what"], key: string): string {
  return ports.ids.derive("connectedOrganizationClaim", what, key);
}
