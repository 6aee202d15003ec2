/** Runs a program given as its input: any mixture of steps. One slip in the numbering of steps, and it never ends. */
const df = require("durable-functions");
const { EntityId } = df;

function taskFor(context, step) {
  const later = (ms) => new Date(context.df.currentUtcDateTime.getTime() + ms);
  switch (step.do) {
    case "activity":
      return context.df.callActivity("jitter", step);
    case "retry": {
      const options = new df.RetryOptions(step.intervalMs, step.attempts);
      return context.df.callActivityWithRetry("jitter", options, step);
    }
    case "timer":
      return context.df.createTimer(later(step.ms));
    case "event":
      return context.df.waitForExternalEvent(step.name);
    case "child":
      return context.df.callSubOrchestrator("program", step.steps);
    case "retryChild":
      return context.df.callSubOrchestratorWithRetry(
        "flakyProgram",
        new df.RetryOptions(step.intervalMs, 3),
        step,
      );
    case "entity":
      return context.df.callEntity(new EntityId("Counter", step.key), "get");
    case "http":
      return context.df.callHttp({ method: "GET", url: step.url });
    case "all":
      return context.df.Task.all(step.of.map((one) => taskFor(context, one)));
    case "any":
      return context.df.Task.any(step.of.map((one) => taskFor(context, one)));
  }
}

df.app.orchestration("program", function* (context) {
  let failed = 0;
  for (const step of context.df.getInput()) {
    if (step.do === "signal") context.df.signalEntity(new EntityId("Counter", step.key), "add", 1);
    else if (step.do === "deadline") {
      // The usual race: the timer is cancelled when it has lost.
      const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + step.ms));
      const winner = yield context.df.Task.any([taskFor(context, step.work), timer]);
      if (winner !== timer) timer.cancel();
    } else {
      try {
        yield taskFor(context, step);
      } catch {
        failed += 1;
      }
    }
  }
  return { failed };
});

df.app.orchestration("flakyProgram", function* (context) {
  const { failures, run } = context.df.getInput();
  return yield context.df.callActivity("jitter", { run, turns: 0, failures });
});
