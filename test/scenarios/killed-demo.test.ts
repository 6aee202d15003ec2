import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { gatehouseBin } from "../../src/cli/demo/child-server.js";
import { SCENES } from "../../src/cli/demo.js";
import { freePort } from "../outsider/free-port.js";
import { startOutsider } from "../outsider/outsider.js";
import { temporaryFolder } from "../outsider/temporary-folder.js";

const run = promisify(execFile);

describe("the demo on a server that is killed after each of its steps", () => {
  it("comes to the same end, step by step, as if nothing had happened", async () => {
    const outsider = await startOutsider("killed-demo", {
      port: await freePort(),
      httpsPort: await freePort(),
      simulatedClock: "2026-11-02T09:00:00Z",
    });
    const steps = temporaryFolder("killed-demo-steps");
    try {
      const stepFile = join(steps.path, "steps.json");
      const told: string[] = [];
      for (const scene of SCENES) {
        const { https } = outsider.server().ready;
        const { stdout } = await run(process.execPath, [
          gatehouseBin(),
          "demo",
          ...["--url", https ?? "", "--data", outsider.data],
          ...["--step-file", stepFile, "--steps", "1"],
        ]);
        expect(stdout).toContain(scene.title);
        told.push(stdout);
        await outsider.killAndRestart();
      }
      expect(told.at(-1)).toContain(`All ${SCENES.length} steps were verified.`);
    } finally {
      steps.remove();
      await outsider.end();
    }
  }, 240_000);
});
