/** Activities, and a record of how often each ran: `globalThis.durableSamples.runs`. */
const df = require("durable-functions");

const record = (globalThis.durableSamples ??= { runs: new Map(), gates: new Map() });

function activity(name, handler) {
  df.app.activity(name, {
    handler: async (input, context) => {
      const key =
        typeof input === "object" && input !== null && "run" in input ? `${name}:${input.run}` : name;
      const run = (record.runs.get(key) ?? 0) + 1;
      record.runs.set(key, run);
      return handler(input, run, context);
    },
  });
}

activity("echo", (input) => input);
activity("first", (input) => input);
activity("second", (input) => input);
activity("third", (input) => input);
activity("greet", (name) => `Hello, ${name}!`);
activity("square", (n) => n * n);
activity("fail", (input) => {
  throw new Error(`no luck with ${JSON.stringify(input)}`);
});
/** Fails until it has run `succeedsAt` times for `run`. */
activity("flaky", ({ succeedsAt }, run) => {
  if (run < succeedsAt) throw new Error(`attempt ${run} failed`);
  return `attempt ${run}`;
});
/** Ends when the test opens the gate. */
activity("gated", async (input) => {
  await new Promise((open) => record.gates.set(input.run, open));
  return input.run;
});
activity("nothing", () => undefined);
activity("whoAmI", (_input, _run, context) => context.triggerMetadata.instanceId);
/** Ends after so many turns of the event loop, failing the first `failures` times. */
activity("jitter", async ({ turns, failures = 0 }, run) => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((next) => setImmediate(next));
  if (run <= failures) throw new Error("unlucky");
  return run;
});
