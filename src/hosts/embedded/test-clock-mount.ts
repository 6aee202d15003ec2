/** `/test/clock` and `/test/quiet`: moves a simulated clock from outside. Mounted only when the clock is simulated. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setInterval } from "node:timers";
import type { WorkTracker } from "../../adapters/embedded/time/host-clock.js";
import type { SimulatedClock } from "../../adapters/embedded/time/simulated-clock.js";
import { msOfDuration, parseDuration } from "../../domain/time/duration.js";
import { instantOf, msOf, parseInstant } from "../../domain/time/instant.js";
import type { Mount } from "./binding-service.js";
import { readBody } from "./http/request-body.js";
import { isRecord } from "./json-file.js";

/** One move may be this long; more is taken for a mistake. */
const ADVANCE_MAX_MS = 20 * 365.25 * 86_400_000;
const BODY_MAX_BYTES = 1024;
/** A move through a busy year takes long, and clients give up on a silent connection after some minutes. */
const SIGN_OF_LIFE_MS = 10_000;

export function testClockMount(clock: SimulatedClock, work: WorkTracker): Mount {
  let lastMove: Promise<void> = Promise.resolve();

  const move = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, BODY_MAX_BYTES);
    if (body.kind === "lost") return;
    const target = targetOf(body.kind === "whole" ? body.bytes.toString("utf8") : "", clock.nowMs());
    if (typeof target === "string") return refuse(response, 400, "BadRequest", target);
    // A duration counts from where the clock stands when its turn has come.
    lastMove = lastMove.then(() => clock.advanceTo(target(clock.nowMs()), work));
    await answerWhen(lastMove, response, clock);
  };

  return {
    prefix: "/test",
    async handle(request, response) {
      const path = (request.url ?? "").replace(/[?#].*$/, "");
      switch (`${request.method} ${path}`) {
        case "GET /test/clock":
          return answer(response, clock);
        case "POST /test/clock":
          return move(request, response);
        case "POST /test/quiet":
          return answerWhen(work.quiet(), response, clock);
        default:
          return refuse(
            response,
            404,
            "ResourceNotFound",
            "Under /test there are GET and POST /test/clock, and POST /test/quiet.",
          );
      }
    },
  };
}

/** Where the body asks to move to from where the clock will stand (milliseconds since 1970), or what is wrong with it. */
function targetOf(body: string, nowMs: number): ((fromMs: number) => number) | string {
  const USAGE = 'Send {"advance":"P1D"} or {"to":"2027-01-01T00:00:00Z"}.';
  const command = parseJson(body);
  if (!isRecord(command)) return `The body is not a JSON object. ${USAGE}`;
  const { advance, to, ...others } = command;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return `The body has the unknown property "${unknown}". ${USAGE}`;
  if ((advance === undefined) === (to === undefined))
    return `The body needs "advance" or "to", one of them. ${USAGE}`;
  const lengthMs = advance === undefined ? untilMs(to, nowMs) : durationMs(advance);
  if (lengthMs === undefined)
    return advance === undefined
      ? `"to" must be an instant such as 2027-01-01T00:00:00Z.`
      : `"advance" must be a duration of weeks, days, hours, minutes and seconds, such as P1D or PT90S.`;
  if (lengthMs < 0) return `The clock stands at ${instantOf(nowMs)} and never moves backwards.`;
  if (lengthMs > ADVANCE_MAX_MS) return "One move may be 20 years at most.";
  return advance === undefined ? () => nowMs + lengthMs : (fromMs) => fromMs + lengthMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function untilMs(text: unknown, nowMs: number): number | undefined {
  const instant = typeof text === "string" ? parseInstant(text) : undefined;
  return instant && msOf(instant) - nowMs;
}

function durationMs(text: unknown): number | undefined {
  const duration = typeof text === "string" ? parseDuration(text) : undefined;
  return duration && msOfDuration(duration);
}

/** The head goes out at once and a blank now and then; JSON takes blanks before it. */
async function answerWhen(
  done: Promise<void>,
  response: ServerResponse,
  clock: SimulatedClock,
): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  const signs = setInterval(() => response.write(" "), SIGN_OF_LIFE_MS);
  try {
    await done;
  } finally {
    clearInterval(signs);
  }
  response.end(JSON.stringify({ now: clock.now() }));
}

function answer(response: ServerResponse, clock: SimulatedClock): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ now: clock.now() }));
}

/** Errors in the envelope of Graph, which every other address of the product uses. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code, message } }));
}
