/** An application that administers over /beta, as Terraform's provider does, and what its calls have in common. */
import { expect } from "vitest";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { aBetaPolicy } from "../builders/beta-policy-body.js";
import { type Answered, EM, openSurface, type Surface } from "./surface-fixture.js";

export const BETA = EM.replace("/v1.0", "/beta");

export class BetaCalls {
  readonly surface: Surface;
  readonly provider: Caller;

  private constructor(surface: Surface, provider: Caller) {
    this.surface = surface;
    this.provider = provider;
  }

  static async open(): Promise<BetaCalls> {
    const surface = await openSurface();
    const { robot } = surface.people;
    if (robot?.kind !== "application") throw new Error("There is no application.");
    // What the provider's documentation asks an administrator to grant.
    const appRoles = ["EntitlementManagement.ReadWrite.All", "Group.ReadWrite.All"];
    return new BetaCalls(surface, { ...robot, appRoles });
  }

  /** `path` is below /beta's entitlement management unless it has no slash to begin with. */
  call(method: string, path: string, body?: unknown, as: string | Caller = this.provider): Promise<Answered> {
    return this.surface.call(method, path.startsWith("/") ? `${BETA}${path}` : path, {
      as,
      ...(body === undefined ? {} : { body }),
    });
  }

  person(name: string): string {
    return this.surface.people[name]?.objectId ?? "";
  }

  policyBody(accessPackageId: string) {
    return aBetaPolicy(accessPackageId, {
      requestorsId: this.surface.groups["designers"] ?? "",
      approverId: this.person("approver"),
    });
  }
}

/** The answer, where it has the status; the test fails with its text otherwise. */
export function ok(answered: Answered, status: number): Answered {
  expect([answered.status, answered.text]).toEqual([status, answered.text]);
  return answered;
}
