/** Registers the orchestration that waits for what falls due inside an hour, and its one activity. */
import { app } from "durable-functions";
import { runDue } from "../../src/application/commands/run-due.js";
import { dueBucket } from "../../src/application/orchestrations/due-bucket.js";
import { DUE_BUCKET, RUN_DUE } from "../../src/application/orchestrations/names.js";
import { composition } from "../../src/hosts/composition.js";

app.orchestration(DUE_BUCKET, dueBucket);

app.activity(RUN_DUE, {
  handler: async (bucket: string, context) => {
    const { next, failures } = await runDue(composition().ports, { bucket });
    for (const failure of failures) context.error(`A due row of bucket ${bucket} failed: ${failure}`);
    return next;
  },
});
