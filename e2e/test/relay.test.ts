import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import { startCoturn } from "../support/coturn.js";

const carillon = CarillonInBrowsers.forThisFile(startCoturn);

test("a call that may only use relays goes through the TURN server with the credentials that Carillon made", async () => {
  const alice = await carillon.open("alice", { query: "&relay=1" });
  const bob = await carillon.open("bob", { query: "&relay=1" });
  await alice.call("bob");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");
  await bob.callIs("connected");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  expect(await alice.pathKinds()).toEqual({ local: "relay", remote: "relay" });

  await bob.press("hangup");
  expect(await alice.endsBecause()).toBe("Call ended");
  expect(await bob.endsBecause()).toBe("Call ended");
});
