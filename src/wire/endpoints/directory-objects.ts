/** A directory object whose kind the client does not know. */
import { authorize } from "../../application/authorize.js";
import { done, refused } from "../../domain/errors.js";
import { readDirectoryObject } from "../directory-object.js";
import type { Endpoint } from "../endpoint.js";
import { directoryObjectType } from "../graph-types.js";
import { get } from "../rows.js";

const DIRECTORY_READ = ["Directory.Read.All", "Directory.ReadWrite.All"];

export const DIRECTORY_OBJECT_ENDPOINTS: readonly Endpoint[] = [
  get({
    path: "/directoryObjects/{objectId}",
    permission: { delegated: DIRECTORY_READ, application: DIRECTORY_READ },
    action: "readDirectory",
    type: directoryObjectType,
    find: async ({ ports, caller, params }) => {
      const denied = await authorize(ports, caller, "readDirectory", null);
      if (denied !== undefined) return denied;
      const id = params["objectId"] ?? "";
      const model = await readDirectoryObject(ports, id);
      return model === undefined
        ? refused("Request_ResourceNotFound", `Resource '${id}' does not exist.`)
        : done({ model });
    },
  }),
];
