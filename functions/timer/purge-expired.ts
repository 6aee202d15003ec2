/** Every night: deletes what was kept for a time that is over. */
import { app } from "@azure/functions";
import { purgeExpired } from "../../src/application/commands/purge-expired.js";
import { composition } from "../../src/hosts/composition.js";

app.timer("purge-expired", {
  schedule: "0 15 3 * * *",
  handler: async () => {
    await purgeExpired(composition().ports);
  },
});
