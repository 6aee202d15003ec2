/** Every hour, at half past: sets going again what no message reached. */
import { app } from "@azure/functions";
import { repair } from "../../src/application/commands/repair.js";
import { composition } from "../../src/hosts/composition.js";

app.timer("repair", {
  schedule: "0 30 * * * *",
  handler: async (_timer, context) => {
    const repaired = await repair(composition().ports);
    if (repaired.requests + repaired.deliveries + repaired.assignments + repaired.approvals > 0)
      context.warn(`Repaired what no message had reached: ${JSON.stringify(repaired)}.`);
  },
});
