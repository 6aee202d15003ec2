/** The embedded connector on the embedded directory. */
import { afterAll } from "vitest";
import { openEmbeddedConnector } from "../../src/adapters/embedded/connector/connector.js";
import type { Document } from "../../src/application/ports/documents.js";
import { connectorContract } from "../contracts/connector.js";
import { ORGANIZATION } from "../contracts/directory.js";
import { emptyFolder, seed } from "./embedded-organization.js";

const folder = emptyFolder();
afterAll(() => folder.close());

connectorContract("embedded", async () => {
  const ids = await seed(folder, ORGANIZATION);
  const id = (name: string) => ids.get(name) ?? "";
  const { directory } = folder.directory;
  return {
    connector: openEmbeddedConnector(folder.directory),
    personId: id("eve"),
    anotherPersonId: id("fay"),
    groupId: id("inner"),
    dynamicGroupId: id("rule"),
    servicePrincipalId: id("crm"),
    appRoleId: (await directory.servicePrincipal(id("crm")))?.appRoles[0]?.id ?? "",
    plainServicePrincipalId: id("plain"),
    siteUrl: "https://sites.example.org/teams/harbor",
    siteRoleId: "4",
    async count(role, personId) {
      const kind =
        { AadApplication: "appRoleAssignment", SharePointOnline: "sitePermission" }[
          role.originSystem as string
        ] ?? (role.roleOriginId.startsWith("Owner_") ? "ownership" : "membership");
      const partition = role.originSystem === "SharePointOnline" ? id("harbor") : role.resourceOriginId;
      const rows = await folder.documents.partition<Document>("directory", partition, kind);
      return rows.filter((row) => JSON.stringify(row.document).includes(personId)).length;
    },
  };
});
