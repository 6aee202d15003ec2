/** At the beginning of every hour: wakes what falls due in it. */
import { app } from "@azure/functions";
import { sweepSchedule } from "../../src/application/commands/sweep-schedule.js";
import { composition } from "../../src/hosts/composition.js";

app.timer("sweep-schedule", {
  schedule: "0 0 * * * *",
  // After a pause the hours that were missed are swept at once.
  runOnStartup: true,
  handler: async () => {
    await sweepSchedule(composition().ports);
  },
});
