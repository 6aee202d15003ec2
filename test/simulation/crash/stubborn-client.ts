/** A client that does not give up: a call without an answer is made again, with the same key, until the server says what became of it. */
import { pause } from "../../../src/cli/demo/until.js";
import { type Answer, type CallOptions, type HttpCaller, NoAnswer } from "../../outsider/http-caller.js";
import type { Ledger } from "./model.js";

const PAUSE_MS = 40;
const GIVE_UP_AFTER_MS = 60_000;

export type SettledAnswer<T> = Answer<T> & {
  /** True when an earlier attempt was lost: a refusal may then speak of what that attempt has already done. */
  readonly afterSilence: boolean;
};

export async function settledCall<T>(
  ledger: Ledger,
  caller: HttpCaller,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<SettledAnswer<T>> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  for (let afterSilence = false; ; ) {
    ledger.calls += 1;
    try {
      const answer = await caller.call<T>(method, path, options);
      if (answer.status !== 429 && answer.status !== 503) return { ...answer, afterSilence };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      ledger.unanswered += 1;
      afterSilence = true;
    }
    if (performance.now() > deadline)
      throw new Error(`${method} ${path} was not answered within ${GIVE_UP_AFTER_MS} ms.`);
    await pause(PAUSE_MS);
  }
}
