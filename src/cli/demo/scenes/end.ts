/** Access ends by itself when its time is over. */
import { assignmentOf, isMember } from "../access.js";
import { type Play, type Scene, verify } from "../play.js";
import { until } from "../until.js";

export const accessEnds: Scene = {
  name: "access-ends",
  title: "Time passes, access ends",
  async play(play: Play) {
    const { fact, tell, verified, time, people } = play;
    const endsAt = fact("secondEndsAt");
    tell(`The second package was given until ${endsAt}.`);
    await time.passUntil(endsAt, tell);
    const ended = await until(
      "the assignment has expired",
      async () => {
        const assignment = await assignmentOf(play, fact("secondPackageId"));
        return assignment.state === "expired" ? assignment : undefined;
      },
      { withinMs: 90_000 },
    );
    verify(
      ended.expiredDateTime !== null && Date.parse(ended.expiredDateTime) >= Date.parse(endsAt),
      `The assignment ended at ${String(ended.expiredDateTime)}, before ${endsAt}.`,
    );
    verified(`the assignment is expired since ${ended.expiredDateTime}`);
    await until("the membership is gone", async () => !(await isMember(play)) || undefined);
    verified(`${people.employee.displayName} is no longer a member of the group`);
  },
};
