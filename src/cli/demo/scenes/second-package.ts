/** Two packages give the same membership: it goes only when the last of them goes. */
import { assignmentOf, hasAppRole, isMember } from "../access.js";
import { EM, type Play, type Scene, verify } from "../play.js";
import { requestInState } from "../requests.js";
import { until } from "../until.js";
import { addRole, createPackage } from "./build-package.js";

/** What a person watching on a real clock will wait for; leaves the first package's removal time enough to be seen before. */
const SHORT_PASS = "PT10S";
const LONG_PASS = "P30D";

export const secondPackage: Scene = {
  name: "second-package",
  title: "A second package gives the same group",
  async play(play: Play) {
    const { callers, people, runId, tell, verified, remember, time } = play;
    await time.meanwhile("P7D");
    const duration = time.simulated ? LONG_PASS : SHORT_PASS;
    const id = await createPackage(play, "second-package", `Demo ${runId}: visitor`);
    await addRole(play, id, "group");
    tell(`The package "visitor" gives the same group, to anyone who asks, for ${duration}.`);
    await callers.administrator.post(
      `${EM}/assignmentPolicies`,
      {
        displayName: "Anyone, at once",
        accessPackage: { id },
        allowedTargetScope: "allMemberUsers",
        expiration: { type: "afterDuration", duration },
        requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: true },
        requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
      },
      `${runId}-second-policy`,
    );
    tell(`${people.employee.displayName} asks for it; nobody needs to approve.`);
    const request = await callers.employee.post<{ id: string }>(
      `${EM}/assignmentRequests`,
      { requestType: "userAdd", assignment: { accessPackageId: id } },
      `${runId}-second-ask`,
    );
    await requestInState(play, request.id, "delivered");
    const assignment = await assignmentOf(play, id);
    remember({
      secondPackageId: id,
      secondRequestId: request.id,
      secondAssignmentId: assignment.id,
      secondEndsAt: assignment.schedule.expiration.endDateTime ?? "",
    });
    verified("delivered");
  },
};

export const firstRemoved: Scene = {
  name: "first-removed",
  title: "The first package is taken away, the membership stays",
  async play(play: Play) {
    const { callers, people, runId, fact, tell, verified, remember, time } = play;
    await time.meanwhile("P2D");
    tell(`${people.administrator.displayName} removes the first package.`);
    const { id } = await callers.administrator.post<{ id: string }>(
      `${EM}/assignmentRequests`,
      {
        requestType: "adminRemove",
        assignment: { id: fact("assignmentId") },
        justification: "No longer needed.",
      },
      `${runId}-remove-first`,
    );
    remember({ removalRequestId: id });
    await requestInState(play, id, "delivered", callers.administrator);
    await until("the app role is gone", async () => !(await hasAppRole(play)) || undefined);
    verified("the role in the application is gone: only the first package gave it");
    const first = await assignmentOf(play, fact("packageId"));
    verify(first.state === "expired", `The first assignment is still ${first.state}.`);
    const second = await assignmentOf(play, fact("secondPackageId"));
    verify(await isMember(play), `The membership went too, while the second assignment is ${second.state}.`);
    verified("the membership of the group is still there: the second package gives it too");
  },
};
