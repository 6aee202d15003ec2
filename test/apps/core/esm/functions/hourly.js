import { app } from "@azure/functions";

let runs = 0;

app.timer("hourly", {
  schedule: "0 0 * * * *",
  handler: () => {
    runs += 1;
  },
});
app.http("runs", { handler: () => ({ jsonBody: runs }) });
