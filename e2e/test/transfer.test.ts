import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile();

test("a call moves to another window of the same user, with sound and picture before and after", async () => {
  const desk = await carillon.open("alice");
  const tablet = await carillon.openSecond(desk);
  const bob = await carillon.open("bob");
  await desk.call("bob");
  await bob.answers();
  await Promise.all([desk.receivesPicture(), bob.receivesPicture()]);

  await desk.choose(`move-to-${await tablet.deviceId()}`);
  await tablet.rings();
  expect(await tablet.element("incoming-media").innerText()).toContain("Bob Tanaka");
  // Until it is taken there the call goes on here.
  await Promise.all([desk.receivesPicture(), bob.receivesPicture()]);

  await tablet.press("answer");
  expect(await desk.endsBecause()).toBe("Moved to another device");
  await Promise.all([tablet.receivesPicture(), bob.receivesPicture(), tablet.hearsSound(), bob.hearsSound()]);
  await bob.callIs("connected");

  await bob.press("hangup");
  expect(await tablet.endsBecause()).toBe("Call ended");
});

test("a move that is not taken leaves the call where it is", async () => {
  const desk = await carillon.open("alice");
  const tablet = await carillon.openSecond(desk);
  const bob = await carillon.open("bob");
  await desk.call("bob", "audio");
  await bob.answers();
  await desk.callIs("connected");
  await desk.choose(`move-to-${await tablet.deviceId()}`);
  await tablet.rings();
  await tablet.page.keyboard.press("Escape");
  await tablet.ringsNoLonger();
  await Promise.all([desk.hearsSound(), bob.hearsSound()]);
  expect(await tablet.element("call").isVisible()).toBe(false);
});
