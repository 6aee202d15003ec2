/** Finds out what directory object ids belong to. */
import { readDirectoryObject } from "../directory-object.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import type { DirectoryObject } from "../shapes/directory-object.js";

export async function loadDirectoryObjects(ids: readonly string[], context: ExpandContext) {
  return Promise.all(
    ids.map(async (id): Promise<Item<DirectoryObject> | undefined> => {
      const model = await readDirectoryObject(context.ports, id);
      return model === undefined ? undefined : { model };
    }),
  );
}
