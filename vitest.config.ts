import { defineConfig } from "vitest/config";

/** unit: pure and quick. contract: each port's suite on each adapter, and the embedded services. scenario: the whole product. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{domain,application,wire,golden}/**/*.test.ts", "test/tidy.test.ts"],
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/{adapters,contracts,hosts}/**/*.test.ts"],
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
