/** The names by which documents, demos and the banner speak of the sample organization. */

export const SAMPLE_ORGANIZATION = "Northwind Harbor";
export const SAMPLE_DOMAIN = "northwindharbor.example";
/** Global Administrator. */
export const SAMPLE_ADMINISTRATOR = upnOf("admin");

export function upnOf(key: string): string {
  return `${key}@${SAMPLE_DOMAIN}`;
}

/** What the banner and the sign-in page offer first, with what each is good for. */
export const SAMPLE_ACCOUNTS: readonly { readonly userPrincipalName: string; readonly role: string }[] = [
  { userPrincipalName: SAMPLE_ADMINISTRATOR, role: "administrator of everything" },
  { userPrincipalName: upnOf("ingrid.solberg"), role: "identity governance administrator" },
  { userPrincipalName: upnOf("marta.nowak"), role: "owner of the catalog Port Operations" },
  { userPrincipalName: upnOf("tomas.lind"), role: "manager and approver in Terminal Operations" },
  { userPrincipalName: upnOf("priya.raman"), role: "employee who asks for access" },
];
