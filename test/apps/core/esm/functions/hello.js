import { app } from "@azure/functions";

const name = await Promise.resolve("modules");
let calls = 0;

app.http("hello", {
  route: "/",
  handler: () => {
    calls += 1;
    return { body: `hello from ${name}, call ${calls}` };
  },
});
