const { app } = require("@azure/functions");
const journal = require("../journal.js");

app.hook.appStart(() => journal.note("appStart"));
app.hook.appTerminate(() => journal.note("appTerminate"));

app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName !== "hooked") return;
  context.hookData.started = "by preInvocation";
  context.inputs[0] = { replaced: context.inputs[0].method };
  const handler = context.functionHandler;
  context.functionHandler = async (...inputs) => `wrapped ${await handler(...inputs)}`;
});
app.hook.postInvocation((context) => {
  const name = context.invocationContext.functionName;
  if (name === "hooked") context.result = { body: `${context.result} after ${context.hookData.started}` };
  if (name === "forgiven") {
    context.result = { body: `forgave: ${context.error.message}` };
    context.error = null;
  }
});
app.hook.log((context) => {
  if (context.message.includes("password")) context.message = "(taken out by a log hook)";
});

app.http("hooked", { handler: (request) => `handler saw ${request.replaced}` });
app.http("forgiven", {
  handler: () => {
    throw new Error("oh no");
  },
});
app.http("talks", {
  handler: (_, context) => {
    context.log("the password is 123");
    return {};
  },
});
