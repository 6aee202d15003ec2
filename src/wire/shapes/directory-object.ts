/** directoryObject: a user, group or service principal wherever Graph does not say which. */
import type {
  DirectoryGroup,
  DirectoryServicePrincipal,
  DirectoryUser,
} from "../../application/ports/directory.js";
import type { Shape } from "../entity-type.js";

export type DirectoryObject =
  | { readonly kind: "user"; readonly id: string; readonly user: DirectoryUser }
  | { readonly kind: "group"; readonly id: string; readonly group: DirectoryGroup }
  | {
      readonly kind: "servicePrincipal";
      readonly id: string;
      readonly servicePrincipal: DirectoryServicePrincipal;
    };

export const directoryObjectShape = {
  name: "directoryObject",
  properties: {
    id: "guid",
    displayName: "string",
    userPrincipalName: "string",
    mail: "string",
    description: "string",
    appId: "guid",
  },
  indexed: { id: { index: "id", type: "guid" } },
  write: (object) => {
    switch (object.kind) {
      case "user": {
        const { id, displayName, userPrincipalName, mail, userType, accountEnabled } = object.user;
        return {
          "@odata.type": "#microsoft.graph.user",
          ...{ id, displayName, userPrincipalName, mail, userType, accountEnabled },
          jobTitle: object.user.jobTitle,
          department: object.user.department,
        };
      }
      case "group": {
        const { id, displayName, description, mail, securityEnabled, groupTypes } = object.group;
        return {
          "@odata.type": "#microsoft.graph.group",
          ...{ id, displayName, description, mail, securityEnabled, groupTypes },
        };
      }
      case "servicePrincipal": {
        const { id, displayName, appId } = object.servicePrincipal;
        return { "@odata.type": "#microsoft.graph.servicePrincipal", id, displayName, appId };
      }
    }
  },
} satisfies Shape<DirectoryObject>;
