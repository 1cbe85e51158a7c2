import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile();

const ROUNDS = 20;

test("two who call each other at the same moment are in one call, twenty times out of twenty", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  for (let round = 1; round <= ROUNDS; round += 1) {
    const moment = Date.now() + 500;
    await Promise.all([alice.callAt(moment, "bob", "audio"), bob.callAt(moment, "alice", "audio")]);
    await Promise.all([alice.callIs("connected"), bob.callIs("connected")]);
    await Promise.all([alice.hearsSound(), bob.hearsSound()]);
    await alice.ringsNoLonger();
    await bob.ringsNoLonger();
    const [first, second] = round % 2 === 0 ? [alice, bob] : [bob, alice];
    await first.press("hangup");
    expect(await second.endsBecause(), `round ${round}`).toBe("Call ended");
    expect(await first.endsBecause(), `round ${round}`).toBe("Call ended");
    await first.press("close-call");
    await second.press("close-call");
  }
}, 400_000);
