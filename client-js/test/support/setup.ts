import { afterEach } from "vitest";

const cleanups: (() => unknown)[] = [];

/** Runs after the test, the last one first. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
