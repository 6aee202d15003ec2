import { describe, expect, it } from "vitest";
import { type ListingFacts, listingFor } from "../../../src/domain/access-package/listing.js";
import { aTarget } from "../../builders/access.js";
import { aCatalog, aPackage } from "../../builders/packages.js";
import { aPolicy, user } from "../../builders/policies.js";

const FOR_X = aPolicy({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [user("x")] });

function code(says: Partial<ListingFacts> = {}): string {
  return listingFor({
    ...{ accessPackage: aPackage(), catalog: aCatalog(), policies: [aPolicy()], target: aTarget() },
    arePackagesForSpecificPeopleListedToMembers: true,
    ...says,
  }).code;
}

describe("whether a package is listed to somebody", () => {
  it("is so for whoever may request it", () => {
    expect(code()).toBe("mayRequest");
    expect(code({ policies: [FOR_X], target: aTarget({ objectId: "x" }) })).toBe("mayRequest");
  });

  it("is not so while its catalog is unpublished, or it is hidden", () => {
    expect(code({ catalog: aCatalog({ state: "unpublished" }) })).toBe("catalogNotPublished");
    expect(code({ accessPackage: aPackage({ isHidden: true }) })).toBe("hidden");
  });

  it("is so for all members when it is limited to specific people, unless the tenant says otherwise", () => {
    expect(code({ policies: [FOR_X] })).toBe("listedToMembers");
    expect(code({ policies: [FOR_X], arePackagesForSpecificPeopleListedToMembers: false })).toBe(
      "forNobodyLikeThem",
    );
    expect(code({ policies: [FOR_X], target: aTarget({ userType: "Guest" }) })).toBe("forNobodyLikeThem");
  });

  it("is not so where no policy takes requests", () => {
    const closed = {
      ...FOR_X,
      requestorSettings: { ...FOR_X.requestorSettings, enableTargetsToSelfAddAccess: false },
    };
    expect(code({ policies: [closed] })).toBe("forNobodyLikeThem");
    expect(code({ policies: [] })).toBe("forNobodyLikeThem");
  });
});
