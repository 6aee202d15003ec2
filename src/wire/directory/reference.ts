/** `{"@odata.id": "https://…/directoryObjects/{id}"}`: the directory object that is referred to, by whatever collection it is named. */
import { z } from "zod";
import { object } from "../schema/lenient.js";

const FORM =
  /\/(?:directoryObjects|users|groups|servicePrincipals)(?:\/|\(')([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:'\))?\/?$/i;

/** The address alone, as `members@odata.bind` lists them. */
export const directoryAddress: z.ZodType<string> = z
  .string()
  .max(2_048)
  .transform((address, context) => {
    const [, id] = FORM.exec(address) ?? [];
    if (id !== undefined) return id.toLowerCase();
    context.addIssue({
      code: "custom",
      message:
        "must be an address that ends in /directoryObjects/{id}, /users/{id}, /groups/{id} or /servicePrincipals/{id}",
    });
    return z.NEVER;
  });

export const directoryReference: z.ZodType<string> = object({ "@odata.id": directoryAddress }).transform(
  (body) => body["@odata.id"],
);
