/** Who may decide, and that exactly one decision counts. */
import { refusalOf } from "../graph-caller.js";
import { EM, type Play, type Role, type Scene, verify } from "../play.js";
import { requestInState } from "../requests.js";
import { until } from "../until.js";

type Stage = {
  readonly id: string;
  readonly status: string;
  readonly reviewResult: string;
  readonly reviewedBy: { readonly id: string | null } | null;
};

const APPROVALS = `${EM}/accessPackageAssignmentApprovals`;

export const refuseColleague: Scene = {
  name: "colleague-refused",
  title: "A colleague who is not an approver is refused",
  async play(play: Play) {
    const { people, tell, verified, fact, time } = play;
    await time.meanwhile("PT2H");
    const [first] = await stages(play);
    verify(first !== undefined, "The approval has no stages.");
    tell(`${people.colleague.displayName} tries to approve.`);
    const refusal = await refusalOf(decide(play, "colleague", first.id));
    verify(refusal.status === 403, `The colleague was answered ${refusal.status} ${refusal.code}.`);
    verified(`refused: 403 ${refusal.code}: ${refusal.message}`);
    const [still] = await stages(play);
    verify(still?.reviewResult === "NotReviewed", "The colleague's attempt left a mark on the stage.");
    await requestInState(play, fact("requestId"), "pendingApproval");
    verified("nothing has changed: the stage is still open");
  },
};

export const managerApproves: Scene = {
  name: "manager-approves",
  title: "The manager approves",
  async play(play: Play) {
    const { people, callers, tell, verified, fact, time } = play;
    await time.meanwhile("P1D");
    const waiting = await until("the request is in the manager's list", async () => {
      const list = await callers.manager.list<{ id: string }>(
        `${APPROVALS}/filterByCurrentUser(on='approver')`,
      );
      return list.some((approval) => approval.id === fact("requestId")) ? list.length : undefined;
    });
    verified(`it stands in ${people.manager.displayName}'s list of ${waiting} waiting for a decision`);
    const [first] = await stages(play);
    verify(first !== undefined, "The approval has no stages.");
    tell(`${people.manager.displayName} approves.`);
    if (first.reviewResult === "NotReviewed") await settle(play, "manager", first.id);
    const after = await until("the second stage is open", async () => {
      const now = await stages(play);
      return now[1]?.status === "InProgress" ? now : undefined;
    });
    verify(
      after[0]?.reviewResult === "Approved" && after[0].reviewedBy?.id === people.manager.id,
      `The first stage reads back as ${JSON.stringify(after[0])}.`,
    );
    verified("stage 1 is approved by the manager, stage 2 is open");
  },
};

export const ownersRace: Scene = {
  name: "owners-race",
  title: "Two owners decide at the same moment",
  async play(play: Play) {
    const { people, tell, verified, time } = play;
    await time.meanwhile("PT3H");
    const second = (await stages(play))[1];
    verify(second !== undefined, "The approval has no second stage.");
    if (second.reviewResult === "NotReviewed") {
      tell(`${people.ownerA.displayName} and ${people.ownerB.displayName} press Approve together.`);
      const answers = await Promise.all([
        refusalOf(decide(play, "ownerA", second.id)),
        refusalOf(decide(play, "ownerB", second.id)),
      ]);
      const told = answers.map((a) => a.status).sort((a, b) => a - b);
      verify(
        told[0] === 200 && told[1] === 409,
        `The owners were answered ${told.join(" and ")}; one of them had to hear 409.`,
      );
      const loser = answers.find((a) => a.status === 409);
      verified(`one is accepted, the other is told 409 ${loser?.code ?? ""}: ${loser?.message ?? ""}`);
    } else tell("An answer was lost on the way; the record says who was first.");
    const decided = (await stages(play))[1];
    const winner = [people.ownerA, people.ownerB].find((owner) => owner.id === decided?.reviewedBy?.id);
    verify(
      decided?.reviewResult === "Approved" && winner !== undefined,
      `The second stage reads back as ${JSON.stringify(decided)}.`,
    );
    verified(`the record names ${winner.displayName}`);
  },
};

async function stages({ callers, fact }: Play): Promise<readonly Stage[]> {
  const approval = await callers.manager.get<{ stages: readonly Stage[] }>(
    `${APPROVALS}/${fact("requestId")}`,
  );
  return approval.stages;
}

function decide({ callers, fact }: Play, who: Role, stageId: string): Promise<void> {
  return callers[who].patch(`${APPROVALS}/${fact("requestId")}/stages/${stageId}`, {
    reviewResult: "Approve",
    justification: "Fits the work.",
  });
}

/** Approves; a 409 is fine here, since the caller looks at the record next (an answer may have been lost with a killed server). */
async function settle(play: Play, who: Role, stageId: string): Promise<void> {
  const answer = await refusalOf(decide(play, who, stageId));
  verify(
    answer.status === 200 || answer.status === 409,
    `Approving was answered ${answer.status} ${answer.code}: ${answer.message}`,
  );
}
