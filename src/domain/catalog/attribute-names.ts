/**
 * The attributes of a person that a resource may ask for and write. Closed: what decides who somebody is or whether they may sign in
 * (names, addresses of sign-in, account state, manager) is not among them, so no access package can change it.
 */
export const ATTRIBUTE_NAMES: readonly string[] = [
  "city",
  "companyName",
  "country",
  "department",
  "employeeId",
  "employeeType",
  "faxNumber",
  "jobTitle",
  "mobilePhone",
  "officeLocation",
  "postalCode",
  "preferredLanguage",
  "state",
  "streetAddress",
  "usageLocation",
  ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`),
];

const BY_KEY: ReadonlyMap<string, string> = new Map(
  ATTRIBUTE_NAMES.map((name) => [name.toLowerCase(), name]),
);

/** The attribute's own spelling; letter case does not matter. Undefined when there is no such attribute to write. */
export function attributeNameOf(written: string): string | undefined {
  return BY_KEY.get(written.toLowerCase());
}
