import { defineConfig } from "vitest/config";

/**
 * unit: pure and quick, under ten seconds. contract: each port's suite on each adapter, the embedded services, and the commands
 * on real adapters in one process. scenario: the whole product as a child process.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Pure code leaves nothing behind for the next file, so files share a worker: 6 s instead of 15.
          isolate: false,
          include: ["test/{domain,wire,golden}/**/*.test.ts", "test/tidy.test.ts"],
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/{adapters,application,contracts,hosts,surface}/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "scenario",
          include: ["test/{scenarios,simulation,cli}/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: { provider: "v8", include: ["src/**", "functions/**"] },
  },
});
