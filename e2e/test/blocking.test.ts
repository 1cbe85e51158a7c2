import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile(async () => ({ settings: { CARILLON_CALL_RING_TIMEOUT: "PT6S" } }));

test("who is blocked rings nowhere and learns nothing of it, until unblocked", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await bob.element("more-alice").click();
  await bob.element("block").click();
  await bob
    .element("person-alice")
    .getByText(/^Blocked/)
    .waitFor();
  await bob.element("blocked-count").getByText("1").waitFor();

  await alice.call("bob", "audio");
  await alice.callIs("ringing");
  expect(await alice.endsBecause()).toBe("No answer");
  expect(await bob.element("call").isVisible()).toBe(false);
  expect(await bob.element("incoming").isVisible()).toBe(false);

  // The list is kept by the service.
  await bob.page.reload();
  await bob
    .element("person-alice")
    .getByText(/^Blocked/)
    .waitFor();
  await bob.element("blocked").locator("summary").click();
  await bob.element("unblock-alice").click();
  await bob.element("blocked").waitFor({ state: "hidden" });
  await alice.press("call-again");
  await bob.answers();
  await alice.callIs("connected");
});
