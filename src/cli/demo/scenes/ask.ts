/** An employee asks for the package; a request without a reason is not taken. */
import { refusalOf } from "../graph-caller.js";
import { EM, type Play, type Scene, verify } from "../play.js";
import { requestInState } from "../requests.js";

export const ask: Scene = {
  name: "ask",
  title: "An employee asks for access",
  async play(play: Play) {
    const { callers, people, runId, fact, tell, verified, remember } = play;
    const body = { requestType: "userAdd", assignment: { accessPackageId: fact("packageId") } };
    tell(`${people.employee.displayName} asks, but gives no reason.`);
    const refusal = await refusalOf(
      callers.employee.post(`${EM}/assignmentRequests`, body, `${runId}-ask-without-reason`),
    );
    verify(
      refusal.status === 400 && refusal.code === "JustificationRequired",
      `A request without a justification was answered ${refusal.status} ${refusal.code}.`,
    );
    verified(`refused: ${refusal.status} ${refusal.code}: ${refusal.message}`);
    const justification = "I join the survey of the northern moors.";
    tell(`${people.employee.displayName} asks again: "${justification}"`);
    const { id } = await callers.employee.post<{ id: string }>(
      `${EM}/assignmentRequests`,
      { ...body, justification },
      `${runId}-ask`,
    );
    remember({ requestId: id });
    await requestInState(play, id, "pendingApproval");
    verified("the request waits for approval");
  },
};
