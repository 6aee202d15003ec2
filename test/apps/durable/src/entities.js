/** A counter, an account with transfers under a lock, and a relay that signals. */
const df = require("durable-functions");
const { app, EntityId } = df;

app.entity("Counter", (context) => {
  const value = context.df.getState(() => 0);
  switch (context.df.operationName ?? "") {
    case "add":
      context.df.setState(value + context.df.getInput());
      break;
    case "get":
      context.df.return(value);
      break;
    case "reset":
      context.df.setState(0);
      break;
    case "delete":
      context.df.destructOnExit();
      break;
    case "fail":
      throw new Error("counter broke");
    default:
  }
});

app.entity("Account", (context) => {
  const balance = context.df.getState(() => 0);
  const input = context.df.getInput();
  if (context.df.operationName === "deposit") context.df.setState(balance + input);
  if (context.df.operationName === "withdraw") context.df.setState(balance - input);
  context.df.return(balance);
});

/** Passes what it is told to a counter. */
app.entity("Relay", (context) => {
  context.df.setState("told");
  context.df.signalEntity(
    new EntityId("Counter", context.df.getInput().to),
    "add",
    context.df.getInput().amount,
  );
});

app.orchestration("addsToCounter", function* (context) {
  const { key, amount } = context.df.getInput();
  const counter = new EntityId("Counter", key);
  context.df.signalEntity(counter, "add", amount);
  context.df.signalEntity(counter, "add", amount);
  return yield context.df.callEntity(counter, "get");
});

app.orchestration("callsFailingEntity", function* (context) {
  try {
    yield context.df.callEntity(new EntityId("Counter", "broken"), "fail");
  } catch (error) {
    return `caught ${error.message}`;
  }
});

/** Reads both balances, works for a while, and writes them: without the locks, two of these at once would lose money. */
app.orchestration("transfers", function* (context) {
  const { from, to, amount } = context.df.getInput();
  const source = new EntityId("Account", from);
  const target = new EntityId("Account", to);
  const lock = yield context.df.lock(source, target);
  const balance = yield context.df.callEntity(source, "read");
  yield context.df.callActivity("echo", "thinking");
  let moved = 0;
  if (balance >= amount) {
    yield context.df.callEntity(source, "withdraw", amount);
    yield context.df.callEntity(target, "deposit", amount);
    moved = amount;
  }
  lock.release();
  const after = yield context.df.callActivity("echo", "after");
  return { moved, after };
});

app.orchestration("holdsLock", function* (context) {
  const lock = yield context.df.lock(new EntityId("Account", context.df.getInput()));
  yield context.df.waitForExternalEvent("release");
  lock.release();
  return "released";
});

/** Ends without giving the lock back. */
app.orchestration("forgetsLock", function* (context) {
  yield context.df.lock(new EntityId("Account", context.df.getInput()));
  return "forgot";
});
