/** The packages that the caller may ask for (Graph: accessPackages/filterByCurrentUser(on='allowedRequestor')): shown, and under a policy that admits the caller. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { isInAllowedTargetScope, type Target } from "../../domain/assignment-policy/allowed-target-scope.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { shownPackages } from "../access/shown-packages.js";
import { type Me, personWhoCalls, whoCalls } from "../access/who-calls.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function listRequestableAccessPackages(
  ports: Ports,
  call: Call,
): Promise<Outcome<readonly Stored<AccessPackage>[]>> {
  const requestor = await whoRequests(ports, call);
  if (requestor.kind === "refused") return requestor;
  const { target } = requestor.value;
  return done(await packagesFor(ports, target));
}

/** Nothing for nobody. */
export async function packagesFor(
  ports: Ports,
  target: Target | undefined,
): Promise<readonly Stored<AccessPackage>[]> {
  if (target === undefined) return [];
  return shownPackages(ports, (policy) => isInAllowedTargetScope(policy, target, false).kind === "inScope");
}

/** The caller as policies see them; no target: the account is gone or disabled. */
export async function whoRequests(
  ports: Ports,
  call: Call,
): Promise<Outcome<{ readonly me: Me; readonly target: Target | undefined }>> {
  if (call.caller.kind !== "user")
    return refused("Forbidden", "Only people have packages to ask for; this token is an application's.");
  const who = await whoCalls(ports, call);
  if (who.kind === "refused") return who;
  const me = who.value;
  const isGone = me.objectId !== null && (await ports.directory.user(me.objectId))?.accountEnabled !== true;
  return done({ me, target: isGone ? undefined : (await personWhoCalls(ports, me))?.target });
}
