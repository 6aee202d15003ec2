/** Time in the demo: moved through `/test/clock` where the server has a simulated clock, waited for where it has not. */
import type { PlayTime } from "./play.js";
import { pause } from "./until.js";

/** Two seconds for clocks that differ a little and for the sweep to begin. */
const MARGIN_MS = 2_000;

export async function playTime(origin: string): Promise<PlayTime> {
  const simulated = (await fetch(`${origin}/test/clock`)).status === 200;
  return {
    simulated,
    quiet: async () => {
      if (simulated) await post(`${origin}/test/quiet`, {});
    },
    meanwhile: async (duration) => {
      if (simulated) await post(`${origin}/test/clock`, { advance: duration });
    },
    passUntil: async (instant, tell) => {
      if (simulated) {
        const { now } = await post(`${origin}/test/clock`, { to: later(instant, 60_000) });
        tell(`The simulated clock is moved on. It is now ${now}.`);
        return;
      }
      const waitMs = Math.max(0, Date.parse(instant) + MARGIN_MS - Date.now());
      tell(`On a real clock that takes ${Math.ceil(waitMs / 1000)} s.`);
      await pause(waitMs);
    },
  };
}

async function post(url: string, body: object): Promise<{ readonly now: string }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  // Documented answer of the test clock.
  return (await response.json().catch(() => ({ now: "" }))) as { now: string };
}

function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
