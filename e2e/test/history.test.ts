import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile();

test("a missed call is counted, marked when the list is opened, seen on all devices, and called back from there", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  const tablet = await carillon.openSecond(bob);
  await alice.call("bob", "audio");
  await bob.rings();
  await tablet.rings();
  await alice.press("cancel");
  await bob.endsBecause();
  await bob.missedCountIs("1");
  await tablet.missedCountIs("1");
  await bob.press("close-call");

  // The count is the service's, not the window's.
  await bob.page.reload();
  await bob.missedCountIs("1");
  await bob.press("tab-recent");
  const missed = bob.page.locator('[data-testid="history"] [data-outcome="missed"][data-new="true"]');
  await missed.getByText("Alice Moreau").waitFor();
  await bob.missedCountIs(undefined);
  await bob.page.reload();
  await bob.bannerSays("connected");
  await bob.missedCountIs(undefined);

  await bob.press("tab-recent");
  await bob.element("history").getByRole("button", { name: "Call Alice Moreau" }).click();
  await alice.answers();
  await bob.callIs("connected");
  await alice.press("hangup");
  expect(await bob.endsBecause()).toBe("Call ended");
  // The open list takes up the call that has just ended.
  await bob
    .element("history")
    .getByText(/^Outgoing · /)
    .waitFor();
  await alice.press("tab-recent");
  await alice
    .element("history")
    .getByText(/^Incoming · /)
    .waitFor();
});
