/** What people are told when they may not have, change or cancel access: every text, to be proof-read in refusals.txt (`npx vitest run <this file> -u`). */
import { describe, expect, it } from "vitest";
import type { ExpirationPattern } from "../../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { cancelRequest } from "../../../src/domain/assignment-request/cancel.js";
import type { Asked, SubmissionFacts } from "../../../src/domain/assignment-request/submission.js";
import { JUSTIFICATION_LENGTH_MAX } from "../../../src/domain/limits.js";
import { access, anAssignment, aRequest, aTarget, occasion, person } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aCatalog, aPackage } from "../../builders/packages.js";
import { aPolicy, approvedBy, aTextQuestion, managerOfTarget, user } from "../../builders/policies.js";
import { printedDecision, printedSituations } from "../../builders/printed-decision.js";
import { submit } from "../../builders/submissions.js";

type Situation = readonly [string, readonly string[]];

/** The target asks, where everybody may have the package, unless said otherwise. */
function asked(name: string, says: Partial<SubmissionFacts>, asks: Partial<Asked> = {}): Situation {
  const outcome = submit(says, asks);
  return [name, outcome.kind === "refused" ? printedDecision(outcome) : ["taken"]];
}

const ENDS = at("2027-01-01");
const mine = anAssignment({ endDateTime: ENDS });
const having = { assignment: mine, access: access({ assignments: [mine] }) };
const PAT = {
  kind: "externalUser",
  objectId: null,
  displayName: "Pat",
  email: "pat@partner.example",
  groupIds: new Set<string>(),
  affiliation: { organization: null, isRefused: false },
} as const;
const GUEST = aTarget({ userType: "Guest", affiliation: PAT.affiliation });
const OUTSIDE = aPolicy({ allowedTargetScope: "allExternalUsers" });
const named = (id: string, says: Parameters<typeof aPolicy>[0] = {}) =>
  aPolicy({ id, displayName: id.toUpperCase(), ...says });
const forAdele = {
  allowedTargetScope: "specificDirectoryUsers",
  specificAllowedTargets: [user("adele")],
} as const;
const forTarget = { ...forAdele, specificAllowedTargets: [user("target")] } as const;
const managersAsk = { enableOnBehalfRequestorsToAddAccess: true, onBehalfRequestors: [managerOfTarget()] };
const until = (
  expiration: ExpirationPattern,
  startDateTime: AssignmentRequest["schedule"]["startDateTime"] = null,
) => ({ schedule: { startDateTime, expiration } });
const day = (text: string): ExpirationPattern => ({ type: "afterDateTime", endDateTime: at(text) });
const noSchedule = { policies: [aPolicy({ requestorSettings: { allowCustomAssignmentSchedule: false } })] };
const answer = (value: string, questionId = "question") => ({ questionId, value, displayValue: value });
const fixed = [aPolicy({ questions: [aTextQuestion({ isAnswerEditable: false })] })];
const answered = anAssignment({ endDateTime: ENDS, answers: [answer("Apollo")] });
const audit = aPackage({ incompatibleAccessPackageIds: ["audit"], incompatibleGroupIds: ["auditors"] });
const names = new Map([
  ["audit", "Audit"],
  ["auditors", "Auditors"],
]);

const who = (): readonly Situation[] => [
  asked(
    "asking for another person's update",
    { ...having, requestor: person("adele") },
    { requestType: "userUpdate" },
  ),
  asked(
    "giving up another person's access",
    { ...having, requestor: person("adele") },
    { requestType: "userRemove" },
  ),
  asked("asking for another person as if for oneself", { requestor: person("adele") }),
  asked("asking on behalf of oneself", {}, { requestType: "onBehalfAdd" }),
  asked(
    "asking for somebody whose manager one is not",
    { requestor: person("adele"), policies: [aPolicy({ requestorSettings: managersAsk })] },
    { requestType: "onBehalfAdd" },
  ),
  asked("in a catalog that is not published", { catalog: aCatalog({ state: "unpublished" }) }),
  asked(
    "assigning to somebody from outside in a catalog for the directory",
    { target: PAT },
    { requestType: "adminAdd" },
  ),
];

const policies = (): readonly Situation[] => [
  asked("under a policy of another package", {}, { assignmentPolicyId: "elsewhere" }),
  asked("changing access under another policy", having, {
    requestType: "userUpdate",
    assignmentPolicyId: "other",
  }),
  asked("under a named policy for others", { policies: [named("p", forAdele)] }, { assignmentPolicyId: "p" }),
  asked(
    "extending access under a policy that is for others now",
    { ...having, policies: [aPolicy(forAdele)] },
    { requestType: "userUpdate" },
  ),
  asked("when every policy is for others", { policies: [named("p", forAdele), named("q", forAdele)] }),
  asked("as a guest under a policy for guests in a catalog for the directory", {
    target: GUEST,
    policies: [OUTSIDE],
  }),
  asked("under a policy that takes no requests", {
    policies: [aPolicy({ requestorSettings: { enableTargetsToSelfAddAccess: false } })],
  }),
  asked("under policies of which none takes requests", {
    policies: ["p", "q"].map((id) =>
      named(id, { requestorSettings: { enableTargetsToSelfAddAccess: false } }),
    ),
  }),
  asked(
    "for somebody else, under a policy for others' managers",
    {
      requestor: person("manager"),
      policies: [named("p"), named("q", { ...forAdele, requestorSettings: managersAsk })],
    },
    { requestType: "onBehalfAdd", assignmentPolicyId: "p" },
  ),
  asked(
    "for somebody else, when no policy that is for them lets one",
    {
      requestor: person("manager"),
      policies: [named("p"), named("r"), named("q", { ...forAdele, requestorSettings: managersAsk })],
    },
    { requestType: "onBehalfAdd" },
  ),
  asked(
    "extending under a policy that lets nobody",
    { ...having, policies: [aPolicy({ requestorSettings: { enableTargetsToSelfUpdateAccess: false } })] },
    { requestType: "userUpdate" },
  ),
  asked(
    "extending for somebody, under a policy that lets no manager",
    { ...having, requestor: person("manager"), policies: [aPolicy({ requestorSettings: managersAsk })] },
    { requestType: "userUpdate" },
  ),
  asked(
    "giving up under a policy that lets nobody",
    { ...having, policies: [aPolicy({ requestorSettings: { enableTargetsToSelfRemoveAccess: false } })] },
    { requestType: "userRemove" },
  ),
  asked(
    "giving up for somebody, under a policy that lets no manager",
    { ...having, requestor: person("manager"), policies: [aPolicy({ requestorSettings: managersAsk })] },
    { requestType: "userRemove" },
  ),
  asked(
    "under a policy for all, when others are for the person",
    {
      policies: [named("all"), named("p", forTarget), named("q", forTarget), named("r", forAdele)],
    },
    { assignmentPolicyId: "all" },
  ),
  asked("when two policies apply", { policies: [named("p"), named("q")] }),
  asked("under a policy that wants approval and has no stage", {
    policies: [aPolicy({ requestApprovalSettings: approvedBy() })],
  }),
];

const held = (): readonly Situation[] => [
  asked("asking twice", { access: access({ requests: [aRequest({ state: "pendingApproval" })] }) }),
  asked("asking for what one has", { access: access({ assignments: [anAssignment()] }) }),
  asked("being assigned what one has until a day", { access: having.access }, { requestType: "adminAdd" }),
  asked(
    "giving up what is being removed",
    {
      ...having,
      access: access({
        assignments: [mine],
        requests: [
          aRequest({
            id: "removal",
            requestType: "adminRemove",
            state: "submitted",
            assignmentId: "assignment",
          }),
        ],
      }),
    },
    { requestType: "userRemove" },
  ),
  asked("having what excludes the package", {
    accessPackage: audit,
    access: access({ assignments: [anAssignment({ id: "a2", accessPackageId: "audit" })] }),
    excludingNames: names,
  }),
  asked("being about to have what excludes the package", {
    accessPackage: audit,
    access: access({ requests: [aRequest({ id: "r2", state: "scheduled", accessPackageId: "audit" })] }),
  }),
  asked("being in a group that excludes the package", {
    accessPackage: audit,
    target: aTarget({ groupIds: ["auditors"] }),
    excludingNames: names,
  }),
  asked("having as many open requests as may be", {
    access: access({
      requests: Array.from({ length: 500 }, (_, index) =>
        aRequest({ id: `r${index}`, accessPackageId: `p${index}` }),
      ),
    }),
  }),
];

const details = (): readonly Situation[] => [
  asked(
    "without the justification that is wanted",
    { policies: [aPolicy({ requestApprovalSettings: { isRequestorJustificationRequired: true } })] },
    { justification: "  " },
  ),
  asked("with too long a justification", {}, { justification: "x".repeat(JUSTIFICATION_LENGTH_MAX + 1) }),
  asked("without the answer that is wanted", { policies: fixed }),
  asked(
    "changing an answer that cannot be changed",
    { ...having, policies: fixed, assignment: answered, access: access({ assignments: [answered] }) },
    { requestType: "userUpdate", answers: [answer("Zeus")] },
  ),
  asked("with a schedule where none may be chosen", noSchedule, until(day("2026-12-24"))),
  asked("with a start in the past", {}, until({ type: "notSpecified" }, at("2026-11-01"))),
  asked("shortening access to an end in the past", having, {
    requestType: "userUpdate",
    ...until(day("2026-11-01")),
  }),
  asked("under a policy that has ended", { policies: [aPolicy({ expiration: day("2026-11-01") })] }),
  asked("without end, under a policy that ends access", {}, until({ type: "noExpiration" })),
  asked("with an end before the start", {}, until(day("2026-12-01"), at("2026-12-24"))),
  asked("with a later end than may be", {}, until({ type: "afterDuration", duration: lasting("P366D") })),
];

function canceled(
  state: AssignmentRequest["state"],
  status: string,
  says: Partial<AssignmentRequest> = {},
): Situation {
  const request = aRequest({ state, status, completedDateTime: NOW, ...says });
  return [`canceling what is ${status}`, printedDecision(cancelRequest(access(), request, occasion()))];
}

const canceling = (): readonly Situation[] => [
  canceled("delivered", "Delivered"),
  canceled("delivering", "Delivering"),
  canceled("denied", "Denied"),
  canceled("deliveryFailed", "DeliveryFailed (a removal)", { requestType: "userRemove" }),
];

describe("refusals of requests", () => {
  it("are the texts that were last read and agreed on", async () => {
    const text = printedSituations([...who(), ...policies(), ...held(), ...details(), ...canceling()]);
    await expect(text).toMatchFileSnapshot("refusals.txt");
  });
});
