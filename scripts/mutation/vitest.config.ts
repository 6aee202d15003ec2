import { defineConfig } from "vitest/config";

/** The tests that a mutation of the domain must fail: the domain's own, and the golden files of its tables. */
export default defineConfig({
  test: {
    include: [
      "test/domain/**/*.test.ts",
      "test/golden/{approval-stages,request-rules,roles-by-action,transitions}.test.ts",
    ],
    isolate: false,
  },
});
