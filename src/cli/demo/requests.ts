/** Follows a request as its client would: asks again until it has come to the state that the story needs. */
import type { GraphCaller } from "./graph-caller.js";
import { EM, NotVerified, type Play } from "./play.js";
import { until } from "./until.js";

type Request = { readonly state: string; readonly status: string };

/** States that a request does not leave by itself: waiting on would be in vain. */
const FINAL = ["delivered", "denied", "canceled", "deliveryFailed", "partiallyDelivered"];

/** Waits until the request has the state. Fails at once when it has ended in another one. */
export async function requestInState(
  { callers, time }: Play,
  requestId: string,
  state: string,
  reader: GraphCaller = callers.employee,
): Promise<void> {
  await time.quiet();
  let last: Request | undefined;
  await until(
    `the request ${requestId} is ${state}`,
    async () => {
      last = await reader.get<Request>(`${EM}/assignmentRequests/${requestId}`);
      if (last.state === state) return true;
      if (FINAL.includes(last.state))
        throw new NotVerified(
          `The request ${requestId} ended ${last.state} (${last.status}) instead of ${state}.`,
        );
      return undefined;
    },
    { seen: () => last },
  );
}
