/** What is to be told, with everything the mails say; loaded by loadNotice, turned into mails by mailsFor. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent } from "../../domain/events.js";

export type Person = {
  readonly id: string;
  readonly displayName: string;
  /** null: cannot be reached by mail. */
  readonly mail: string | null;
};

export type Notice = {
  readonly event: EntitlementEvent;
  /** The request that the event is about; for an assignment, the one that made it. */
  readonly request: AssignmentRequest;
  /** null while there is none. */
  readonly assignment: Assignment | null;
  readonly accessPackageName: string;
  /** Everybody the recipients rule may name, by object id; people whom the directory does not have, by subject id. */
  readonly people: ReadonlyMap<string, Person>;
  /** Without a slash at the end. */
  readonly portalUrl: string;
};
