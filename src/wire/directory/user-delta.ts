/**
 * /users/delta: everybody first, and from then on who was added, changed or deleted, in the order of change. The token of the last page
 * is where the feed of changes stood; it stays good for as long as the data folder does.
 */
import type { DeletedUserDocument, UserDocument } from "../../application/ports/directory-objects.js";
import { mayRead } from "../../application/queries/read-directory.js";
import { done } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import type { JsonObject } from "../json-object.js";
import { pageSize } from "../odata/page-size.js";
import { readSkipToken, writeSkipToken } from "../odata/skip-token.js";
import { writeItems } from "../write-items.js";
import { READ_USERS } from "./permissions.js";
import { userType } from "./user.js";

export const userDelta: Endpoint = {
  method: "GET",
  path: "/users/delta",
  permission: READ_USERS,
  action: "readDirectory",
  query: ["$select", "$top", "$skiptoken"],
  statuses: [200],
  handle: async (call) => {
    const refusal = await mayRead(call.ports, call.call);
    if (refusal !== undefined) return refusal;
    const { options, preferences, ports } = call;
    const limit = pageSize(options, preferences.maxPageSize);
    let after = options.skipToken === undefined ? undefined : readSkipToken(options, /^[\w.:-]+$/);
    const value: JsonObject[] = [];
    let isLast = false;
    // Other objects of the directory change too; a page without anybody is passed over, unless it is the last.
    while (value.length === 0 && !isLast) {
      const { items, checkpoint } = await ports.documents.changes("directory", after, limit);
      for (const { document, etag } of items) {
        if (isUser(document)) {
          value.push(...(await writeItems(userType, [{ model: document, etag }], options, call)));
        } else if (isDeletedUser(document)) {
          value.push({ id: document.id, "@removed": { reason: "deleted" } });
        }
      }
      after = checkpoint;
      isLast = items.length < limit;
    }
    const token = writeSkipToken(after ?? "", options);
    return done({
      kind: "collection",
      context: "users",
      value,
      [isLast ? "deltaToken" : "skipToken"]: token,
    });
  },
};

function isUser(document: { readonly kind: string }): document is UserDocument {
  return document.kind === "user";
}

function isDeletedUser(document: { readonly kind: string }): document is DeletedUserDocument {
  return document.kind === "deletedUser";
}
