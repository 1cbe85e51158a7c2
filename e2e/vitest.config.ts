import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/*.test.ts", "test/*.screenshot.ts"],
    // Each file has a server and a browser of its own: two at a time fill a small machine.
    maxWorkers: 2,
    testTimeout: 90_000,
    // Real browsers on a starved machine: what fails twice is broken, and a retry stands in the report.
    retry: 1,
    // The first start of the server may build it.
    hookTimeout: 600_000,
  },
});
