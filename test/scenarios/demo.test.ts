import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { gatehouseBin } from "../../src/cli/demo/child-server.js";
import { SCENES } from "../../src/cli/demo.js";
import { startOutsider } from "../outsider/outsider.js";

const run = promisify(execFile);
const demo = (...args: readonly string[]) => run(process.execPath, [gatehouseBin(), "demo", ...args]);

describe("gatehouse demo", () => {
  it("brings its own server when asked, and proves every step with the official Graph client", async () => {
    const { stdout } = await demo("--start");
    expect(stdout).toContain(`All ${SCENES.length} steps were verified.`);
  });

  it("can be told twice on the same server with a real clock, where access ends because its time is over", async () => {
    const outsider = await startOutsider("demo", { httpsPort: 0 });
    try {
      const { https } = outsider.server().ready;
      const tell = () => demo("--url", https ?? "", "--data", outsider.data);
      for (const { stdout } of await Promise.all([tell(), tell()]))
        expect(stdout).toContain(`All ${SCENES.length} steps were verified.`);
    } finally {
      await outsider.end();
    }
  });

  it("says how to start a server when none answers", async () => {
    await expect(demo("--url", "https://localhost:1")).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("npx gatehouse start"),
    });
  });
});
