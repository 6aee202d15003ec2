/** Sets of people and applications that policies name (Graph: subjectSet and its derived types). `kind` is the Graph type name. */
export type SubjectSet =
  | { readonly kind: "singleUser"; readonly userId: string; readonly description: string | null }
  | { readonly kind: "groupMembers"; readonly groupId: string; readonly description: string | null }
  | {
      readonly kind: "singleServicePrincipal";
      readonly servicePrincipalId: string;
      readonly description: string | null;
    }
  | {
      readonly kind: "connectedOrganizationMembers";
      readonly connectedOrganizationId: string;
      readonly description: string | null;
    }
  | {
      readonly kind: "attributeRuleMembers";
      readonly membershipRule: string;
      readonly description: string | null;
    }
  /** Level 1 is the direct manager of whoever asked; level 2 that manager's manager. */
  | { readonly kind: "requestorManager"; readonly managerLevel: number }
  /** As requestorManager, of whoever is to have the access. */
  | { readonly kind: "targetManager"; readonly managerLevel: number }
  | { readonly kind: "internalSponsors" }
  | { readonly kind: "externalSponsors" }
  | { readonly kind: "targetUserSponsors" }
  | { readonly kind: "targetApplicationOwners" }
  | { readonly kind: "targetAgentIdentitySponsorsOrOwners" };
