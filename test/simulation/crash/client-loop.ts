/** One of the clients that keep the server busy: asks, decides, cancels, removes, and waits for what it was promised. */
import { pause } from "../../../src/cli/demo/until.js";
import type { HttpCaller } from "../../outsider/http-caller.js";
import { EM } from "../../outsider/packages.js";
import type { Random } from "../random.js";
import type { Accepted, Cell, Ledger } from "./model.js";
import { type SettledAnswer, settledCall } from "./stubborn-client.js";

export type ClientLoop = {
  /** Settles when what the server has accepted from this client has come to rest; undefined when nothing is under way. */
  motion(): Promise<void> | undefined;
  /** Ends after every cell is at rest. */
  readonly ended: Promise<void>;
};

export type ClientLoopOptions = {
  /** Part of every idempotency key. */
  readonly name: string;
  readonly ledger: Ledger;
  readonly cells: readonly Cell[];
  readonly admin: HttpCaller;
  readonly approver: HttpCaller;
  readonly approverId: string;
  readonly random: Random;
  readonly stopping: () => boolean;
};

type RequestBody = { readonly id: string; readonly state: string; readonly status: string };
type Stage = {
  readonly id: string;
  readonly status: string;
  readonly reviewResult: string;
  readonly reviewedBy: { id: string | null } | null;
};

const ENDED_STATES = ["delivered", "denied", "canceled", "deliveryFailed", "partiallyDelivered"];
/** Far beyond what a restart needs: a request that is not at rest by then is a broken promise. */
const AT_REST_WITHIN_MS = 60_000;
const SHORTEST_PAUSE_MS = 15;
const LONGEST_PAUSE_MS = 120;

export function startClientLoop(options: ClientLoopOptions): ClientLoop {
  const { ledger, cells, admin, approver, random } = options;
  let motion: Promise<void> | undefined;
  let keys = 0;
  const nextKey = () => `${options.name}-${++keys}`;

  /** Counts as motion until it is at rest. */
  async function moving(work: () => Promise<void>): Promise<void> {
    const settled = work();
    motion = settled.catch(() => {});
    try {
      await settled;
    } finally {
      motion = undefined;
    }
  }

  async function submit(cell: Cell): Promise<void> {
    const accepted = await accept(cell, "add", cell.person.caller, {
      requestType: "userAdd",
      assignment: { accessPackageId: cell.package.id },
      justification: "crash run",
    });
    cell.pendingRequestId = accepted.id;
    await moving(() => restsIn(accepted.id, "pendingApproval"));
  }

  async function remove(cell: Cell): Promise<void> {
    const assignments = await expectOk<{ value: readonly { id: string; state: string }[] }>(
      admin,
      "GET",
      `${EM}/assignments?$filter=accessPackage/id eq '${cell.package.id}' and target/objectId eq '${cell.person.id}'`,
    );
    const standing = assignments.value.filter((a) => a.state === "delivered");
    if (standing.length !== 1)
      throw new Error(`${nameOf(cell)} has ${standing.length} delivered assignments instead of one.`);
    const self = random.oneIn(2);
    const accepted = await accept(cell, "remove", self ? cell.person.caller : admin, {
      requestType: self ? "userRemove" : "adminRemove",
      assignment: { id: standing[0]?.id },
    });
    accepted.endsIn = "delivered";
    await moving(() => restsIn(accepted.id, "delivered"));
    cell.standing = false;
    cell.count.ended += 1;
  }

  async function decide(cell: Cell, requestId: string): Promise<void> {
    const accepted = ledger.accepted.find((a) => a.id === requestId);
    if (accepted === undefined) throw new Error(`${requestId} was never accepted.`);
    const dice = random.between(1, 10);
    if (dice === 1) await cancel(cell, accepted);
    else await review(cell, accepted, dice === 2 ? "Deny" : "Approve");
    cell.pendingRequestId = undefined;
  }

  async function cancel(cell: Cell, accepted: Accepted): Promise<void> {
    const answer = await call(cell.person.caller, "POST", `${EM}/assignmentRequests/${accepted.id}/cancel`, {
      headers: { "idempotency-key": nextKey() },
    });
    if (answer.status > 299) {
      // Whoever hears "not cancellable" after a lost answer may be hearing of its own cancelling.
      const now = await expectOk<RequestBody>(admin, "GET", `${EM}/assignmentRequests/${accepted.id}`);
      if (!answer.afterSilence || now.state !== "canceled") throw refused("cancel", answer);
    }
    accepted.endsIn = "canceled";
    await moving(() => restsIn(accepted.id, "canceled"));
    cell.count.canceled += 1;
  }

  async function review(cell: Cell, accepted: Accepted, reviewResult: "Approve" | "Deny"): Promise<void> {
    const path = `${EM}/accessPackageAssignmentApprovals/${accepted.id}`;
    const stage = (await expectOk<{ stages: readonly Stage[] }>(approver, "GET", path)).stages[0];
    if (stage === undefined) throw new Error(`The approval ${accepted.id} has no stage.`);
    const answer = await call(approver, "PATCH", `${path}/stages/${stage.id}`, {
      body: { reviewResult, justification: "crash run" },
    });
    const done = reviewResult === "Approve" ? "Approved" : "Denied";
    if (answer.status > 299) {
      // Whoever hears 409 after a lost answer may be hearing of its own decision.
      const now = (await expectOk<{ stages: readonly Stage[] }>(approver, "GET", path)).stages[0];
      const mine = now?.reviewResult === done && now.reviewedBy?.id === options.approverId;
      if (!answer.afterSilence || !mine) throw refused(`${reviewResult} of ${accepted.id}`, answer);
    }
    const endsIn = reviewResult === "Approve" ? "delivered" : "denied";
    accepted.endsIn = endsIn;
    await moving(() => restsIn(accepted.id, endsIn));
    cell.count[endsIn] += 1;
    if (endsIn === "delivered") cell.standing = true;
  }

  async function accept(
    cell: Cell,
    kind: "add" | "remove",
    caller: HttpCaller,
    body: object,
  ): Promise<Accepted> {
    const answer = await call<RequestBody>(caller, "POST", `${EM}/assignmentRequests`, {
      body,
      headers: { "idempotency-key": nextKey() },
    });
    if (answer.status !== 201) throw refused(`${kind} for ${nameOf(cell)}`, answer);
    const accepted: Accepted = { id: answer.body.id, cell, kind, endsIn: undefined };
    ledger.accepted.push(accepted);
    return accepted;
  }

  async function restsIn(requestId: string, state: string): Promise<void> {
    const deadline = performance.now() + AT_REST_WITHIN_MS;
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
      const request = await expectOk<RequestBody>(admin, "GET", `${EM}/assignmentRequests/${requestId}`);
      if (request.state === state) return;
      if (ENDED_STATES.includes(request.state))
        throw new Error(
          `Request ${requestId} ended ${request.state} (${request.status}) instead of ${state}.`,
        );
      if (performance.now() > deadline)
        throw new Error(
          `Request ${requestId} is ${request.state} (${request.status}) after ${AT_REST_WITHIN_MS} ms instead of ${state}.`,
        );
      await pause(pauseMs);
    }
  }

  function call<T>(caller: HttpCaller, method: string, path: string, rest: object = {}) {
    return settledCall<T>(ledger, caller, method, path, rest);
  }

  async function expectOk<T>(caller: HttpCaller, method: string, path: string): Promise<T> {
    const answer = await call<T>(caller, method, path);
    if (answer.status !== 200) throw refused(`${method} ${path}`, answer);
    return answer.body;
  }

  async function oneStep(cell: Cell): Promise<void> {
    try {
      if (cell.pendingRequestId !== undefined) await decide(cell, cell.pendingRequestId);
      else if (cell.standing) await remove(cell);
      else await submit(cell);
    } catch (error) {
      ledger.violations.push(`${nameOf(cell)}: ${error instanceof Error ? error.message : String(error)}`);
      broken.add(cell);
    }
  }

  const broken = new Set<Cell>();
  async function run(): Promise<void> {
    while (!options.stopping()) {
      const working = cells.filter((cell) => !broken.has(cell));
      if (working.length === 0) return;
      await oneStep(random.pick(working));
    }
    for (const cell of cells)
      if (cell.pendingRequestId !== undefined && !broken.has(cell)) await oneStep(cell);
  }

  return { motion: () => motion, ended: run() };
}

function nameOf(cell: Cell): string {
  return `${cell.person.userPrincipalName} and ${cell.package.displayName}`;
}

function refused(what: string, answer: SettledAnswer<unknown>): Error {
  return new Error(
    `${what} was answered ${answer.status}${answer.afterSilence ? " (after silence)" : ""}: ${answer.text.slice(0, 500)}`,
  );
}
