/** Approved access arrives where it counts: in the directory. */
import { assignmentOf, hasAppRole, isMember } from "../access.js";
import { type Play, type Scene, verify } from "../play.js";
import { requestInState } from "../requests.js";
import { until } from "../until.js";

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

export const delivered: Scene = {
  name: "delivered",
  title: "Access arrives in the directory",
  async play(play: Play) {
    const { people, fact, verified, remember } = play;
    await requestInState(play, fact("requestId"), "delivered");
    verified("the request is delivered");
    await until("the employee is in the group", async () => (await isMember(play)) || undefined);
    verified(`${people.employee.displayName} is a member of the group`);
    await until("the employee has the app role", async () => (await hasAppRole(play)) || undefined);
    verified(`${people.employee.displayName} has the role in the application`);
    const assignment = await assignmentOf(play, fact("packageId"));
    const { startDateTime, expiration } = assignment.schedule;
    verify(
      assignment.state === "delivered" &&
        Date.parse(expiration.endDateTime ?? "") - Date.parse(startDateTime) === THIRTY_DAYS_MS,
      `The assignment reads back as ${JSON.stringify(assignment)}.`,
    );
    remember({ assignmentId: assignment.id });
    verified(`the assignment ends 30 days after it began: ${expiration.endDateTime ?? ""}`);
  },
};
