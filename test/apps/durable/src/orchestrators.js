/** Orchestrators of every kind of step. */
const df = require("durable-functions");
const { app } = df;

app.orchestration("approval", function* (context) {
  const request = context.df.getInput();
  yield context.df.callActivity("first", request);
  yield context.df.callActivity("second", request);
  const decision = yield context.df.waitForExternalEvent("approve");
  yield context.df.callActivity("third", request);
  return { request, decision };
});

app.orchestration("hello", function* (context) {
  const greetings = [];
  for (const city of ["Tokyo", "Seattle", "London"])
    greetings.push(yield context.df.callActivity("greet", city));
  return greetings;
});

app.orchestration("echoAll", function* (context) {
  const back = [];
  for (const value of context.df.getInput()) back.push(yield context.df.callActivity("echo", value));
  return back;
});

app.orchestration("fanOut", function* (context) {
  const tasks = [];
  for (let n = 1; n <= context.df.getInput(); n += 1) tasks.push(context.df.callActivity("square", n));
  const squares = yield context.df.Task.all(tasks);
  return squares.reduce((sum, square) => sum + square, 0);
});

// oxlint-disable-next-line require-yield -- an orchestrator may have nothing to wait for
app.orchestration("returnsInput", function* (context) {
  const input = context.df.getInput();
  return { input: input === undefined ? "undefined" : input, version: context.df.version };
});

app.orchestration("fails", function* (context) {
  yield context.df.callActivity("echo", 1);
  throw new Error("on purpose");
});

app.orchestration("activityFails", function* (context) {
  yield context.df.callActivity("fail", { a: 1 });
});

app.orchestration("catchesFailure", function* (context) {
  try {
    yield context.df.callActivity("fail", "x");
  } catch (error) {
    const after = yield context.df.callActivity("echo", "went on");
    return { caught: error.message.includes('no luck with "x"'), after };
  }
});

/** Other steps run beside the retried one, so that a slip in the numbering would hang one of them. */
app.orchestration("retries", function* (context) {
  const { run, succeedsAt, attempts } = context.df.getInput();
  const options = new df.RetryOptions(1000, attempts);
  options.backoffCoefficient = 2;
  const retried = context.df.callActivityWithRetry("flaky", options, { run, succeedsAt });
  const beside = context.df.callActivity("echo", "beside");
  let result;
  try {
    result = yield context.df.Task.all([retried, beside]);
  } catch (error) {
    result = error.message;
  }
  const after = yield context.df.callActivity("echo", "after");
  return { result, after };
});

app.orchestration("retriesChild", function* (context) {
  const { run, succeedsAt } = context.df.getInput();
  const options = new df.RetryOptions(5000, 3);
  const result = yield context.df.callSubOrchestratorWithRetry("flakyChild", options, { run, succeedsAt });
  const after = yield context.df.callActivity("echo", "after");
  return { result, after };
});

app.orchestration("flakyChild", function* (context) {
  return yield context.df.callActivity("flaky", context.df.getInput());
});

app.orchestration("parent", function* (context) {
  const child = yield context.df.callSubOrchestrator(
    "child",
    { from: context.df.instanceId },
    context.df.getInput()?.childId,
  );
  return { child, mine: context.df.instanceId };
});

app.orchestration("child", function* (context) {
  const said = yield context.df.callActivity("greet", "child");
  return { said, parent: context.df.parentInstanceId, input: context.df.getInput() };
});

app.orchestration("parentOfFailing", function* (context) {
  try {
    yield context.df.callSubOrchestrator("fails", null);
  } catch (error) {
    return error.message;
  }
});

app.orchestration("manyChildren", function* (context) {
  const children = [];
  for (let n = 0; n < context.df.getInput(); n += 1)
    children.push(context.df.callSubOrchestrator("child", n));
  return (yield context.df.Task.all(children)).length;
});

/** Waits `ms`; what it sees of the time goes into the result. */
app.orchestration("sleeps", function* (context) {
  const began = context.df.currentUtcDateTime.getTime();
  yield context.df.createTimer(new Date(began + context.df.getInput()));
  const after = yield context.df.callActivity("echo", "after");
  return { slept: context.df.currentUtcDateTime.getTime() - began, after };
});

/** A decision, a reminder each day and a deadline: fresh timers in each turn, the losers cancelled. */
app.orchestration("remindsUntilDeadline", function* (context) {
  const { deadlineMs, reminderMs } = context.df.getInput();
  const began = context.df.currentUtcDateTime.getTime();
  const deadline = new Date(began + deadlineMs);
  let reminders = 0;
  for (;;) {
    const decided = context.df.waitForExternalEvent("decide");
    const expires = context.df.createTimer(deadline);
    const reminder = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + reminderMs));
    const winner = yield context.df.Task.any([decided, expires, reminder]);
    if (winner !== expires) expires.cancel();
    if (winner !== reminder) reminder.cancel();
    if (winner === decided) {
      yield context.df.callActivity("third", decided.result);
      return { decision: decided.result, reminders };
    }
    if (winner === expires) return { decision: "expired", reminders };
    reminders += 1;
    yield context.df.callActivity("echo", `reminder ${reminders}`);
  }
});

app.orchestration("cancelsTimer", function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  const event = context.df.waitForExternalEvent("go");
  yield context.df.Task.any([timer, event]);
  timer.cancel();
  yield context.df.waitForExternalEvent("end");
  return "ended";
});

app.orchestration("leavesTimer", function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  yield context.df.Task.any([timer, context.df.callActivity("echo", 1)]);
  return "done";
});

app.orchestration("leavesActivity", function* (context) {
  const slow = context.df.callActivity("gated", { run: context.df.instanceId });
  const fast = context.df.waitForExternalEvent("go");
  yield context.df.Task.any([slow, fast]);
  return "did not wait";
});

app.orchestration("gatedOnce", function* (context) {
  return yield context.df.callActivity("gated", { run: context.df.instanceId });
});

/** Counts to `to` by continuing as new. */
app.orchestration("counts", function* (context) {
  const { n, to } = context.df.getInput();
  context.df.setCustomStatus({ n });
  yield context.df.callActivity("echo", n);
  if (n === to) return n;
  context.df.continueAsNew({ n: n + 1, to });
});

/** Leaves an activity behind in its first execution, whose answer must not reach the second. */
app.orchestration("continuesPastAnswer", function* (context) {
  const { turn } = context.df.getInput();
  if (turn === 1) {
    const slow = context.df.callActivity("gated", { run: context.df.instanceId });
    yield context.df.Task.any([slow, context.df.waitForExternalEvent("go")]);
    context.df.continueAsNew({ turn: 2 });
    return;
  }
  const event = yield context.df.waitForExternalEvent("late");
  return { turn, event };
});

app.orchestration("statuses", function* (context) {
  context.df.setCustomStatus("waiting");
  const value = yield context.df.waitForExternalEvent("go");
  context.df.setCustomStatus({ got: value });
  yield context.df.waitForExternalEvent("end");
  return "done";
});

app.orchestration("collects", function* (context) {
  const got = [];
  for (let n = 0; n < context.df.getInput(); n += 1) got.push(yield context.df.waitForExternalEvent("item"));
  return got;
});

app.orchestration("twoEvents", function* (context) {
  return yield context.df.Task.all([
    context.df.waitForExternalEvent("a"),
    context.df.waitForExternalEvent("b"),
  ]);
});

/** Guids and times must be the same in every replay: each is read before and after a step. */
app.orchestration("deterministic", function* (context) {
  const guids = [context.df.newGuid(context.df.instanceId), context.df.newGuid(context.df.instanceId)];
  const time = context.df.currentUtcDateTime.toISOString();
  const kept = yield context.df.callActivity("echo", { guids, time });
  yield context.df.callActivity("echo", "again");
  return { guids, time, kept };
});

app.orchestration("callsHttp", function* (context) {
  const response = yield context.df.callHttp(context.df.getInput());
  const after = yield context.df.callActivity("echo", "after");
  return { status: response.statusCode, content: response.content, after };
});

app.orchestration("asksIdentity", function* (context) {
  return yield context.df.callActivity("whoAmI", null);
});

app.orchestration("versions", function* (context) {
  return yield context.df.callSubOrchestrator("returnsInput", 1, undefined, "2.1");
});
