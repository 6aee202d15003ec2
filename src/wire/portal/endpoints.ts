/** What the portal and its tests need and Graph has not: everything below /portal/v1. */
import { listKeptMails } from "../../application/queries/list-kept-mails.js";
import { listRequestableByPerson } from "../../application/queries/list-requestable-by-person.js";
import { done } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import { READ } from "../endpoints/base.js";
import { accessPackageType } from "../graph-types.js";
import { pageSize } from "../odata/page-size.js";
import { readSkipToken, writeSkipToken } from "../odata/skip-token.js";
import { itemOf, smallList } from "../rows.js";

/** Longest mail address: RFC 5321. */
const ADDRESS_LENGTH_MAX = 320;

export const PORTAL_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: "/users/{userId}/requestableAccessPackages",
    permission: READ,
    action: "viewAssignments",
    type: accessPackageType,
    context: "Collection(accessPackage)",
    all: async ({ ports, call, params }) => {
      const packages = await listRequestableByPerson(ports, call, { objectId: params["userId"] ?? "" });
      return packages.kind === "refused" ? packages : done(packages.value.map(itemOf));
    },
  }),
  {
    method: "GET",
    path: "/mailbox",
    permission: READ,
    action: "readMailbox",
    query: ["$top", "$skiptoken"],
    statuses: [200],
    handle: async ({ ports, call, options, parameters, preferences }) => {
      const to = parameters.get("to")?.slice(0, ADDRESS_LENGTH_MAX);
      const page = await listKeptMails(ports, call, {
        to: to === "" ? undefined : to,
        top: pageSize(options, preferences.maxPageSize),
        continuation: options.skipToken === undefined ? undefined : readSkipToken(options, /^.+$/s),
      });
      if (page.kind === "refused") return page;
      const { mails, continuation } = page.value;
      return done({
        kind: "collection",
        value: mails.map(({ id, recipient, subject, text, html, sentDateTime }) => ({
          id,
          subject,
          toRecipients: [{ emailAddress: { address: recipient.address, name: recipient.displayName } }],
          sentDateTime,
          text,
          html,
        })),
        ...(continuation === undefined ? {} : { skipToken: writeSkipToken(continuation, options) }),
      });
    },
  },
];
