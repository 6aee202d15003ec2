/** What production mishandles, as people write it (hosts.md section 2.7). */
const { app } = require("durable-functions");

app.orchestration("reusesTimer", function* (context) {
  const deadline = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
  for (let turn = 0; turn < 2; turn += 1) {
    yield context.df.Task.any([deadline, context.df.waitForExternalEvent("go")]);
  }
  deadline.cancel();
  return yield context.df.callActivity("echo", "never on Azure");
});

app.orchestration("reusesActivity", function* (context) {
  const slow = context.df.callActivity("gated", { run: context.df.instanceId });
  yield context.df.Task.any([slow, context.df.waitForExternalEvent("go")]);
  yield context.df.Task.all([slow, context.df.callActivity("echo", 1)]);
  return "never on Azure";
});

app.orchestration("yieldsSameTaskTwice", function* (context) {
  const task = context.df.callActivity("echo", "once");
  const first = yield task;
  const second = yield task;
  return [first, second];
});

app.orchestration("reusesEventWait", function* (context) {
  const wait = context.df.waitForExternalEvent("go");
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
  yield context.df.Task.any([wait, timer]);
  const again = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
  const winner = yield context.df.Task.any([wait, again]);
  if (winner === wait) again.cancel();
  return winner === wait ? wait.result : "timer";
});

app.orchestration("allOverFinished", function* (context) {
  const wait = context.df.waitForExternalEvent("go");
  yield wait;
  return yield context.df.Task.all([wait]);
});

app.orchestration("yieldsCancelledTimer", function* (context) {
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
  const event = context.df.waitForExternalEvent("go");
  yield context.df.Task.any([timer, event]);
  timer.cancel();
  yield timer;
});

app.orchestration("emptyAll", function* (context) {
  return yield context.df.Task.all([]);
});

app.orchestration("yieldsNothing", function* () {
  yield undefined;
});

app.orchestration("unknownActivity", function* (context) {
  yield context.df.callActivity("noSuchActivity", 1);
});

app.orchestration("badChildId", function* (context) {
  yield context.df.callSubOrchestrator("child", 1, "a/b");
});

/** Takes another path on every replay. */
let replays = 0;
app.orchestration("notDeterministic", function* (context) {
  replays += 1;
  yield context.df.callActivity(replays % 2 === 1 ? "first" : "second", 1);
  yield context.df.callActivity("third", 1);
});

// oxlint-disable-next-line require-yield -- it throws before it waits
app.orchestration("signalsThenThrows", function* (context) {
  const { EntityId } = require("durable-functions");
  context.df.signalEntity(new EntityId("Counter", context.df.getInput()), "add", 7);
  throw new Error("after the signal");
});

/** Hears "kept" in its first execution without waiting for it, and waits for it in its second. */
app.orchestration("continuesPastEvent", function* (context) {
  if (context.df.getInput() === 1) {
    yield context.df.waitForExternalEvent("go");
    context.df.continueAsNew(2);
    return;
  }
  return yield context.df.waitForExternalEvent("kept");
});

app.orchestration("retriesPastTimeout", function* (context) {
  const { RetryOptions } = require("durable-functions");
  const options = new RetryOptions(1000, 3);
  options.retryTimeoutInMilliseconds = 1;
  return yield context.df.callActivityWithRetry("flaky", options, context.df.getInput());
});
