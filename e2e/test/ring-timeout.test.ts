import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile(async () => ({ settings: { CARILLON_CALL_RING_TIMEOUT: "PT15S" } }));

test("a call that nobody answers ends by itself, and is a missed call", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  expect(await alice.endsBecause()).toBe("No answer");
  await bob.ringsNoLonger();
  expect(await bob.endsBecause()).toBe("Missed call");
});
