import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The pictures of the documentation are taken only when they are asked for.
    include: ["test/*.test.ts", ...(process.env.UPDATE_SCREENSHOTS === "1" ? ["test/*.screenshot.ts"] : [])],
    // Each file has a server and a browser of its own; two at once starve a small machine.
    fileParallelism: false,
    testTimeout: 90_000,
    // The first start of the server may build it.
    hookTimeout: 600_000,
  },
});
