/** Somebody asks for access, for a change of it, or to give it up: a new assignment request, or a refusal that says why not. */
import type { ExpirationPattern } from "../../domain/assignment-policy/assignment-policy.js";
import type {
  Answer,
  AssignmentRequest,
  RequestedSchedule,
} from "../../domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

/** What clients may ask for; the system's own kinds and approverRemove are not among them. */
export type SubmittedRequestType =
  | "userAdd"
  | "userUpdate"
  | "userRemove"
  | "adminAdd"
  | "adminUpdate"
  | "adminRemove"
  | "onBehalfAdd";

export type SubmitAssignmentRequestInput = {
  readonly requestType: SubmittedRequestType;
  /** Needed to add; for update and remove it stands in for `assignmentId`, together with the target. */
  readonly accessPackageId?: string;
  /** Left out when adding: the only policy that applies is taken, and several are refused with their names. */
  readonly assignmentPolicyId?: string;
  /** The directory object (user or service principal) that is to have the access. Left out in the user types: the caller. */
  readonly targetObjectId?: string;
  /** Which assignment to update or remove. */
  readonly assignmentId?: string;
  readonly justification: string | null;
  readonly answers: readonly Answer[];
  /** Nothing asked for: `{ startDateTime: null, expiration: { type: "notSpecified" } }`. */
  readonly schedule: RequestedSchedule;
};

/** The schedule of a request that asks for none. */
export const NO_SCHEDULE: RequestedSchedule = {
  startDateTime: null,
  // Widened so that the constant can stand wherever a schedule is expected.
  expiration: { type: "notSpecified" } satisfies ExpirationPattern,
};

/**
 * Resolves when the request is durable, in state "submitted" and status "Accepted"; what follows happens afterwards.
 * Checks in the order of spec/domain.md 6.2. Administrator types ask the permission table; user types need a signed-in person and
 * no role (the Graph permission of the token is the endpoint table's business).
 */
export async function submitAssignmentRequest(
  _ports: Ports,
  _call: Call,
  _input: SubmitAssignmentRequestInput,
): Promise<Outcome<AssignmentRequest>> {
  throw new Error("submitAssignmentRequest: body follows");
}
