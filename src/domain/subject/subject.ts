/** Who asks for access or has it. One subject is one partition of the `access` container: everything about a person's access is together. */

/** Graph: accessPackageSubject. */
export type Subject = {
  readonly kind: "subject";
  /**
   * Derived from the directory object id, so one person has one subject: ids.derive("subject", objectId). Of a person who is not in the
   * directory, from the mail address and the tenant; they keep it when they come into the directory.
   */
  readonly id: string;
  /** The user or service principal in the directory; null for a person who is not (yet) in it. */
  readonly objectId: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly principalName: string | null;
  readonly onPremisesSecurityIdentifier: string | null;
  readonly subjectType: SubjectType;
  readonly subjectLifecycle: "notDefined" | "notGoverned" | "governed";
  readonly connectedOrganizationId: string | null;
  /** Of a person from outside: the tenant in which they are signed in, or to which their address belongs. */
  readonly homeTenantId?: string;
};

type SubjectType = "notSpecified" | "user" | "servicePrincipal";

/** What a request or an assignment keeps of a subject, so that lists need no second read. */
export type SubjectReference = Pick<
  Subject,
  "id" | "objectId" | "displayName" | "email" | "principalName" | "subjectType"
>;
