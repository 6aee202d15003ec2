/**
 * Gives and takes roles in the embedded directory: members and owners of groups, app roles, permission roles of sites, directory roles,
 * roles in Azure; and attributes of people. Every role is one row with an id made of who and what, so an attempt that is repeated
 * never doubles its effect.
 */
import type { Connector, ConnectorResult } from "../../../application/ports/connector.js";
import type { GrantedRole } from "../../../domain/assignment/role-grant.js";
import type { EmbeddedDirectory } from "../directory/embedded-directory.js";
import { targetOf } from "./targets.js";
import { openUserAttributes } from "./user-attributes.js";

export function openEmbeddedConnector(directory: EmbeddedDirectory): Connector {
  const { documents } = directory.ports;
  const attributes = openUserAttributes(directory);
  return {
    async grant(role, subjectObjectId) {
      const outcome =
        role.originSystem === "UserAttribute"
          ? await attributes.write(role, subjectObjectId)
          : await (await targetOf(directory, role))?.give(subjectObjectId);
      if (outcome === undefined) return failed(role, "there is no such resource or role in this directory.");
      return outcome.kind === "refused" ? failed(role, outcome.message) : { kind: "done" };
    },
    async revoke(role, subjectObjectId) {
      if (role.originSystem === "UserAttribute") {
        const outcome = await attributes.clear(role, subjectObjectId);
        return outcome.kind === "refused" ? failed(role, outcome.message) : { kind: "done" };
      }
      // Rules of the target (dynamic, synchronized) do not stop a revocation: what was given here can be taken here.
      const row = (await targetOf(directory, role))?.row(subjectObjectId);
      if (row !== undefined) {
        await documents.batch("directory", row.partition, [{ op: "delete", id: row.id }]);
      }
      return { kind: "done" };
    },
    async has(role, subjectObjectId) {
      if (role.originSystem === "UserAttribute") return attributes.has(role, subjectObjectId);
      const row = (await targetOf(directory, role))?.row(subjectObjectId);
      return row !== undefined && (await documents.get("directory", row.partition, row.id)) !== undefined;
    },
  };
}

function failed(role: GrantedRole, why: string): ConnectorResult {
  const what = `${role.originSystem} "${role.resourceDisplayName}" (${role.resourceOriginId})`;
  return { kind: "failed", message: `Role "${role.roleDisplayName}" of ${what} was not changed: ${why}` };
}
