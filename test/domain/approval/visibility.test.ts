import { describe, expect, it } from "vitest";
import { newApproval, opened, reviewed } from "../../../src/domain/approval/stages.js";
import { asRequestorsSee } from "../../../src/domain/approval/visibility.js";
import { occasion } from "../../builders/access.js";
import { NOW } from "../../builders/instants.js";
import { aStage } from "../../builders/policies.js";

const MIRIAM = { id: "miriam", displayName: "Miriam", userPrincipalName: null };

/** One decided stage of each visibility: visible, hidden, as the tenant says. */
const approval = () => {
  const settings = (["visible", "notVisible", "default"] as const).map((approverInformationVisibility) =>
    aStage({ approverInformationVisibility }),
  );
  const { stages } = newApproval("request", settings, occasion().derive);
  return {
    stages: stages.map((stage) =>
      reviewed(
        opened(stage, { primary: ["miriam"], usedFallback: false }, NOW),
        "Approved",
        MIRIAM,
        "Yes.",
        NOW,
      ),
    ),
  };
};

const names = (areShownByDefault: boolean) =>
  asRequestorsSee(approval(), areShownByDefault).stages.map(({ reviewedBy }) => reviewedBy?.id ?? "hidden");

describe("what requestors see of the approvers", () => {
  it("is as the stage says, and as the tenant says where the stage leaves it open", () => {
    expect(names(true)).toEqual(["miriam", "hidden", "miriam"]);
    expect(names(false)).toEqual(["miriam", "hidden", "hidden"]);
  });

  it("always has the result and the reason, and never anybody's id where they are hidden", () => {
    const hidden = asRequestorsSee(approval(), false).stages[1];
    expect(hidden).toMatchObject({ reviewResult: "Approved", justification: "Yes.", reviewedDateTime: NOW });
    expect(JSON.stringify({ ...hidden, settings: null })).not.toContain("miriam");
  });
});
