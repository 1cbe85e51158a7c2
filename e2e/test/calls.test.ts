import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import { CuttableLine } from "../support/cuttable-line.js";

const carillon = CarillonInBrowsers.forThisFile();

test("a video call: both see the other move, and hanging up ends it for both", async () => {
  const alice = await carillon.open("alice", { camera: "as it is" });
  const bob = await carillon.open("bob", { camera: "as it is" });
  await alice.sees("bob", "online");

  await alice.call("bob", "video");
  await bob.rings();
  await alice.callIs("ringing");
  expect(await bob.element("incoming-from").innerText()).toContain("Alice");
  await bob.press("answer");

  await alice.callIs("connected");
  await bob.callIs("connected");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  await alice.element("local-video").waitFor();
  await expect.poll(() => alice.element("duration").innerText(), { timeout: 20_000 }).toMatch(/^(?!0:00$)\d+:\d{2}(:\d{2})?$/);

  await alice.press("hangup");
  expect(await bob.endsBecause()).toBe("Call ended");
  expect(await alice.endsBecause()).toBe("Call ended");
});

test("an audio call: sound without a picture, and the camera can be turned on later", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob", "audio");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");
  await alice.hearsSound();
  await bob.hearsSound();
  expect(await alice.element("remote-video").isVisible()).toBe(false);

  await bob.press("camera");
  await alice.receivesPicture();
});

test("the other side sees who is muted and whose camera is off", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob", "video");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");

  await bob.press("mute");
  await alice.element("peer-muted").waitFor();
  await bob.press("camera");
  await alice.element("peer-camera-off").waitFor();
  await alice.element("remote-video").waitFor({ state: "hidden" });
  await bob.press("mute");
  await alice.element("peer-muted").waitFor({ state: "hidden" });
  await bob.press("camera");
  await alice.receivesPicture();
});

test("a declined call tells the caller", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  await bob.press("decline");
  expect(await alice.endsBecause()).toBe("Declined");
  await bob.ringsNoLonger();
  expect(await bob.element("call").isVisible()).toBe(false);
});

test("a cancelled call stops ringing and is a missed call", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  await alice.press("cancel");
  await bob.ringsNoLonger();
  expect(await bob.endsBecause()).toBe("Missed call");
  expect(await alice.endsBecause()).toBe("Call cancelled");
});

test("someone who is not there cannot be reached", async () => {
  const alice = await carillon.open("alice");
  await alice.call("carol", "audio");
  expect(await alice.endsBecause()).toBe("Not reachable");
});

test("someone in a call is busy for others", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  const carol = await carillon.open("carol");
  await alice.call("bob", "audio");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");
  await carol.sees("bob", "in_call");
  await carol.call("bob", "audio");
  expect(await carol.endsBecause()).toBe("Busy");
  expect(await bob.element("incoming").isVisible()).toBe(false);
});

test("all windows of the callee ring; the one that answers has the call, the others say so", async () => {
  const alice = await carillon.open("alice");
  const laptop = await carillon.open("bob");
  const tablet = await carillon.openSecond(laptop);
  await alice.call("bob");
  await laptop.rings();
  await tablet.rings();
  await tablet.press("answer");
  await laptop.ringsNoLonger();
  expect(await laptop.endsBecause()).toBe("Answered on another device");
  await alice.callIs("connected");
  await tablet.callIs("connected");
  await Promise.all([alice.receivesPicture(), tablet.receivesPicture()]);
});

test("declining in one window declines in all", async () => {
  const alice = await carillon.open("alice");
  const laptop = await carillon.open("bob");
  const tablet = await carillon.openSecond(laptop);
  await alice.call("bob");
  await laptop.rings();
  await tablet.rings();
  await laptop.press("decline");
  expect(await tablet.endsBecause()).toBe("Declined on another device");
  expect(await alice.endsBecause()).toBe("Declined");
});

test("a call survives a reload of the caller's page", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  await bob.press("answer");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);

  await alice.page.reload();
  await alice.callIs("connected");
  await bob.callIs("connected");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  expect(await alice.element("call-peer").innerText()).toContain("Bob");
  expect(await bob.element("ended-reason").isVisible()).toBe(false);

  await bob.press("hangup");
  expect(await alice.endsBecause()).toBe("Call ended");
});

test("who was muted before a reload is muted after it", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");
  await alice.press("mute");
  await bob.element("peer-muted").waitFor();

  await alice.page.reload();
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  expect(await alice.element("mute").getAttribute("aria-pressed")).toBe("true");
  await bob.element("peer-muted").waitFor();
});

test("a lost connection to the server shows, and the call goes on over it", async () => {
  const line = new CuttableLine();
  const alice = await carillon.open("alice", { prepare: (context) => line.lay(context) });
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.rings();
  await bob.press("answer");
  await alice.receivesPicture();

  await line.cut();
  await alice.bannerSays("reconnecting");
  await alice.receivesPicture();
  line.mend();
  await alice.bannerSays("connected");
  await bob.callIs("connected");

  await alice.press("hangup");
  expect(await bob.endsBecause()).toBe("Call ended");
});
