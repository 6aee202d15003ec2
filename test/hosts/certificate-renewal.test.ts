/** The https certificate of a server that runs on and on. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLocalCertificates } from "../../src/adapters/embedded/certificates/local-certificates.js";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { renewCertificates } from "../../src/hosts/embedded/certificate-renewal.js";

const DAY_MS = 86_400_000;
const silent = { error() {}, warn() {}, info() {}, debug() {} };

describe("a server that runs for more than a year", () => {
  it("gets a new certificate in the last month of the old one, once, and none after it has stopped", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-renewal-"));
    const work = workTracker();
    const clock = simulatedClock(Date.now());
    const { server: current } = await openLocalCertificates(folder, clock);
    const given: string[] = [];
    const stop = renewCertificates({
      folder,
      wallClock: clock,
      work,
      logger: silent,
      current,
      replace: ({ cert }) => given.push(cert),
    });
    const days = (count: number) => clock.advanceTo(clock.nowMs() + count * DAY_MS, work);
    await days(360);
    expect(given).toEqual([]);
    await days(10);
    expect(given).toHaveLength(1);
    expect(given[0]).not.toBe(current.certificate);
    await days(5);
    stop();
    await days(400);
    expect(given).toHaveLength(1);
  });
});
