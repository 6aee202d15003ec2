/** What is written and told when access is given, changed or ended, in decisions.txt for whoever reviews it (`npx vitest run <this file> -u`). */
import { describe, expect, it } from "vitest";
import { afterAttempt } from "../../../src/domain/assignment/attempt.js";
import { attend } from "../../../src/domain/assignment/attention.js";
import { settleDeliveries } from "../../../src/domain/assignment/delivery-result.js";
import { endAssignment } from "../../../src/domain/assignment/ending.js";
import { extendAssignment } from "../../../src/domain/assignment/extension.js";
import { withAssignment } from "../../../src/domain/assignment/ledger.js";
import { reprocessAssignment, reprocessRequest } from "../../../src/domain/assignment/reprocess.js";
import { grantedAttribute } from "../../../src/domain/assignment/user-attribute.js";
import { decided } from "../../../src/domain/decision.js";
import type { SubjectAccess } from "../../../src/domain/subject/subject-access.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { memberOf } from "../../builders/packages.js";
import { printedDecision, printedSituations } from "../../builders/printed-decision.js";

const ENDS = at("2027-02-20T19:25:45Z");
const standing = anAssignment({ endDateTime: ENDS });
const extension = aRequest({
  id: "extension",
  requestType: "userUpdate",
  state: "pendingApproval",
  assignmentId: "assignment",
});
const holding = access({ assignments: [standing], grants: [aGrant("crm")], requests: [extension] });
const delivering = aRequest({ state: "delivering", status: "Delivering", assignmentId: "assignment" });
const failing = aGrant("wiki", { state: "granting", attempts: 5, lastError: "busy" });

const answer = (questionId: string, value: string) => ({ questionId, value, displayValue: value });

function written(facts: SubjectAccess, outcome: Parameters<typeof printedDecision>[0]) {
  return printedDecision(outcome, [...facts.assignments, ...facts.grants, ...facts.requests]);
}

function attended(now: string) {
  return written(holding, attend(holding, standing, occasion(at(now))));
}

function extended(says: Partial<typeof extension>, from = standing) {
  const request = { ...extension, state: "submitted", ...says } as const;
  const outcome = extendAssignment(from, request, occasion());
  return printedDecision(outcome, [request, from]);
}

function settled(says: Partial<SubjectAccess>) {
  const facts = access({
    assignments: [anAssignment({ state: "delivering", status: "Delivering" })],
    requests: [delivering],
    ...says,
  });
  return written(facts, settleDeliveries(facts, occasion(), 10));
}

function attempted(entry: ReturnType<typeof aGrant>, result: Parameters<typeof afterAttempt>[1]) {
  const { entry: after, event } = afterAttempt(entry, result, occasion());
  return printedDecision(decided([after], [event]), [entry]);
}

function reprocessed(says: Partial<typeof delivering>, facts: SubjectAccess = access(), because?: string) {
  const request = aRequest({
    state: "deliveryFailed",
    status: "DeliveryFailed",
    assignmentId: "assignment",
    completedDateTime: at("2026-12-31"),
    ...says,
  });
  return printedDecision(reprocessRequest(facts, request, occasion(at("2026-12-31")), because), [
    request,
    ...facts.assignments,
    ...facts.grants,
  ]);
}

const partial = access({
  assignments: [anAssignment({ state: "partiallyDelivered", status: "PartiallyDelivered" })],
  grants: [aGrant("crm"), failing],
});
const elsewhere = [
  aGrant("crm", { assignmentIds: ["other"] }),
  aGrant("mail", { assignmentIds: ["other"], state: "granting" }),
];
const gone = access({ assignments: [anAssignment({ state: "expired", expiredDateTime: NOW })] });
const removal = aRequest({ id: "removal", requestType: "adminRemove", assignmentId: "assignment" });

describe("what is written", () => {
  it("about an assignment, its roles and its end is what was last read and agreed on", async () => {
    const more = {
      startDateTime: null,
      expiration: { type: "afterDateTime", endDateTime: at("2027-03-01") },
    };
    const text = printedSituations([
      ["14 days before the end", attended("2027-02-06T19:25:45Z")],
      ["one day before the end", attended("2027-02-19T19:25:45Z")],
      ["at the end", attended("2027-02-20T19:25:45Z")],
      ["removed", written(holding, endAssignment(holding, standing, removal, "removed", occasion()))],
      ["extended as the policy says", extended({})],
      ["extended until a day", extended({ schedule: more as (typeof extension)["schedule"] })],
      [
        "given other answers and a value to write to the person",
        extended(
          {
            answers: [answer("q", "new")],
            attributeValues: [{ name: "jobTitle", value: "Buyer", isPersisted: false }],
          },
          anAssignment({
            state: "partiallyDelivered",
            status: "PartiallyDelivered",
            answers: [answer("q", "old"), answer("p", "kept")],
          }),
        ),
      ],
      [
        "extended until an instant that has passed meanwhile",
        extended({
          schedule: { startDateTime: null, expiration: { type: "afterDateTime", endDateTime: NOW } },
        }),
      ],
      ["an attempt that fails", attempted(failing, { kind: "failed", message: "no answer" })],
      ["a role proven to be there", attempted(failing, { kind: "proven" })],
      ["a role proven to be gone", attempted(aGrant("crm", { state: "revoking" }), { kind: "proven" })],
      ["every role is there", settled({ grants: [aGrant("crm")] })],
      ["one role of two keeps failing", settled({ grants: [aGrant("crm"), failing] })],
      ["every role keeps failing", settled({ grants: [failing] })],
      ["ended before it was delivered", settled({ assignments: gone.assignments })],
      ["a failed delivery is tried again", reprocessed({}, partial)],
      [
        "a request that is not failed is tried again",
        reprocessed({ state: "delivered", status: "Delivered" }),
      ],
      [
        "a failed delivery is tried again too late",
        reprocessed({ completedDateTime: at("2026-12-01") }, partial),
      ],
      ["a failed delivery without an assignment is tried again", reprocessed({})],
      [
        "a failed removal without an assignment is tried again",
        reprocessed({ requestType: "adminRemove", assignmentId: null }),
      ],
      [
        "a failed delivery is tried again of access that is excluded now",
        reprocessed({}, partial, 'they have the incompatible access package "Audit" (p2) by assignment a2'),
      ],
      [
        "every role is given and proven once more",
        written(holding, reprocessAssignment(holding, standing, occasion())),
      ],
      [
        "an assignment that has ended is tried again",
        printedDecision(
          reprocessAssignment(gone, anAssignment({ state: "expired", expiredDateTime: NOW }), occasion()),
        ),
      ],
      [
        "three roles begin, of which other packages give two already",
        written(
          access({ grants: elsewhere }),
          decided(
            withAssignment(
              elsewhere,
              [memberOf("crm"), memberOf("wiki"), memberOf("mail")],
              { id: "subject-target", objectId: "target" },
              "assignment",
              occasion(),
            ),
            [],
          ),
        ),
      ],
      [
        "a value for the person, with the access and for good",
        [false, true].map((isPersisted) =>
          JSON.stringify(grantedAttribute({ name: "jobTitle", value: "Buyer", isPersisted })),
        ),
      ],
    ]);
    await expect(text).toMatchFileSnapshot("decisions.txt");
  });
});
