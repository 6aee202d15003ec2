/** The attributes of a user that access packages can ask for and write. */
import type { UserDocument } from "../../../application/ports/directory-objects.js";
import { ATTRIBUTE_NAMES } from "../../../domain/catalog/attribute-names.js";

/** Those that are set, by name. */
export function attributesOf(user: UserDocument): Readonly<Record<string, string>> {
  const set: Record<string, string> = {};
  for (const name of ATTRIBUTE_NAMES) {
    const value = name.startsWith("extensionAttribute")
      ? user.onPremisesExtensionAttributes[name]
      : propertyOf(user, name);
    if (value !== undefined && value !== "") set[name] = value;
  }
  return set;
}

function propertyOf(user: UserDocument, name: string): string | undefined {
  const value: unknown = Object.hasOwn(user, name) ? user[name as keyof UserDocument] : undefined;
  return typeof value === "string" ? value : undefined;
}
