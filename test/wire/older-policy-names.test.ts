import { describe, expect, it } from "vitest";
import { invalidModel } from "../../src/wire/invalid-model.js";
import { policy } from "../../src/wire/schema/assignment-policy.js";

const PACKAGE = "0b1f6471-1bf0-4dda-aec3-111122223333";

/** What is told about the body; undefined when it is taken. */
function refusalOf(body: object): string | undefined {
  const sent = { displayName: "Members", accessPackage: { id: PACKAGE }, ...body };
  const read = policy.safeParse(sent);
  return read.success ? undefined : invalidModel(read.error.issues, sent).message;
}

describe("a policy with names of another version of the API", () => {
  it.each([
    [{ durationInDays: 30 }, "durationInDays", "expiration"],
    [{ expirationDateTime: "2030-01-01T00:00:00Z" }, "expirationDateTime", "expiration"],
    [{ accessReviewSettings: { isEnabled: true } }, "accessReviewSettings", "reviewSettings"],
    [
      { requestApprovalSettings: { isApprovalRequired: true } },
      "isApprovalRequired",
      "isApprovalRequiredForAdd",
    ],
    [{ requestApprovalSettings: { ApprovalStages: [] } }, "ApprovalStages", "stages"],
  ])("is refused instead of giving access without end, review or approval: %j", (body, older, today) => {
    expect(refusalOf(body)).toContain(`${older}"`);
    expect(refusalOf(body)).toContain(`"${today}"`);
  });

  it("is taken when those names say nothing", () => {
    expect(
      refusalOf({ durationInDays: null, requestApprovalSettings: { approvalStages: null } }),
    ).toBeUndefined();
  });

  it("is taken when the other names do no harm", () => {
    expect(refusalOf({ canExtend: true, accessPackageNotificationSettings: {} })).toBeUndefined();
  });
});
