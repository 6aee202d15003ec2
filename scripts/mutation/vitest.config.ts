import { defineConfig } from "vitest/config";

/** The tests that a mutation of the domain must fail: the domain's own. */
export default defineConfig({ test: { include: ["test/domain/**/*.test.ts"], isolate: false } });
