const { app } = require("@azure/functions");
const journal = require("../journal.js");

let failures = 0;
globalThis.failNextTimers = (count) => {
  failures = count;
};

app.timer("nightly", {
  schedule: "%NIGHTLY%",
  handler: (timer, context) => {
    journal.note(
      "nightly",
      timer.isPastDue ? "late" : "on time",
      timer.scheduleStatus.last,
      timer.scheduleStatus.next,
      context.retryContext?.retryCount ?? 0,
    );
    if (failures > 0) {
      failures -= 1;
      throw new Error("the timer failed");
    }
  },
  retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: { minutes: 1 } },
});
