import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile();

test("Enter answers and Escape declines", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob", "audio");
  await bob.rings();
  await bob.page.keyboard.press("Escape");
  expect(await alice.endsBecause()).toBe("Declined");

  await alice.press("close-call");
  await alice.call("bob", "audio");
  await bob.rings();
  await bob.page.keyboard.press("Enter");
  await alice.callIs("connected");
});

test("the focus follows the call and returns to where it was made", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.element("call-audio-bob").focus();
  await alice.page.keyboard.press("Enter");
  await alice.focusIsOn("call-peer");
  await alice.page.keyboard.press("Tab");
  await alice.focusIsOn("cancel");
  await bob.rings();
  await bob.focusIsOn("answer");
  await bob.page.keyboard.press("Enter");
  await bob.focusIsOn("call-peer");
  await alice.focusIsOn("call-peer");
  await bob.page.keyboard.press("Tab");
  await bob.focusIsOn("mute");
  await bob.page.keyboard.press("Space");
  await alice.element("peer-muted").waitFor();
  await bob.press("hangup");
  // The heading has had the focus since the answer: only the end itself says that the buttons are the new ones.
  await alice.callIs("ended");
  await alice.focusIsOn("call-peer");
  await alice.page.keyboard.press("Tab");
  await alice.focusIsOn("call-again");
  await alice.page.keyboard.press("Tab");
  await alice.page.keyboard.press("Enter");
  await alice.focusIsOn("call-audio-bob");
});

test("a status that one sets is seen by the others, text included, and outlives a reload", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await bob.setStatus("away", "Back at three");
  await alice.sees("bob", "away");
  expect(await alice.element("person-bob").innerText()).toContain("Away · Back at three");
  await bob.page.reload();
  await bob.bannerSays("connected");
  expect(await bob.element("own-status").getAttribute("data-state")).toBe("away");
  await bob.setStatus("invisible", "");
  await alice.sees("bob", "offline");
  await bob.setStatus("online", "");
  await alice.sees("bob", "online");
});

test("someone who leaves is offline at once", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.sees("bob", "online");
  await bob.signOut();
  await alice.sees("bob", "offline");
});

test("a window keeps its device over a reload, and a duplicated one takes a device of its own", async () => {
  const alice = await carillon.open("alice");
  const device = await alice.deviceId();
  await alice.page.reload();
  await alice.bannerSays("connected");
  expect(await alice.deviceId()).toBe(device);

  const copy = await carillon.openDuplicate(alice);
  expect(await copy.deviceId()).not.toBe(device);
  await alice.bannerSays("connected");
});

test("a reloaded window waits for its device while the page before still holds it", async () => {
  const alice = await carillon.open("alice");
  const device = await alice.deviceId();
  const lock = `carillon.device.${device}`;
  // Stands in for the page that is left: in line before the next page, and slow to let go.
  const { page: slow } = await carillon.openSecond(alice);
  await slow.evaluate((name) => {
    void navigator.locks.request(name, () => new Promise((letGo) => Object.assign(globalThis, { letGo })));
  }, lock);

  await alice.page.reload({ waitUntil: "commit" });
  const waits = (): Promise<boolean> =>
    alice.page.evaluate(async (name) => (await navigator.locks.query()).pending?.some((one) => one.name === name) ?? false, lock);
  await expect.poll(waits, { timeout: 20_000 }).toBe(true);
  await slow.evaluate(() => (globalThis as unknown as { letGo(): void }).letGo());

  await alice.bannerSays("connected");
  expect(await alice.deviceId()).toBe(device);
});

test("without permission to use the camera a video call goes on with sound", async () => {
  const alice = await carillon.open("alice", { context: { permissions: ["microphone"] } });
  const bob = await carillon.open("bob");
  await bob.call("alice", "video");
  await alice.rings();
  await alice.press("answer");
  await bob.callIs("connected");
  await bob.hearsSound();
  await bob.element("peer-camera-off").waitFor();
  await alice.receivesPicture();
  expect(await alice.element("media-notice").innerText()).toContain("The call goes on with sound only.");
});

test("without permission to use camera and microphone one can still hear and see", async () => {
  const alice = await carillon.open("alice", { context: { permissions: [] } });
  const bob = await carillon.open("bob");
  await alice.call("bob", "video");
  await bob.rings();
  await bob.press("answer");
  await alice.callIs("connected");
  expect(await alice.element("media-notice").innerText()).toContain("does not let this page use the microphone");
  await alice.receivesPicture();
  await bob.element("peer-muted").waitFor();
});

test("a phone's window has the list, then the call, on the whole screen", async () => {
  const alice = await carillon.open("alice", { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
  const bob = await carillon.open("bob");
  await alice.element("call-video-bob").tap();
  await bob.rings();
  await bob.press("answer");
  await alice.receivesPicture();
  expect(await alice.element("call").boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await alice.element("hangup").tap();
  expect(await bob.endsBecause()).toBe("Call ended");
  await alice.element("close-call").tap();
  await alice.element("people").waitFor();
});

test("signing in by choosing a user, and a user who does not exist", async () => {
  const page = await carillon.openBlank("/?user=zed");
  expect(await page.element("sign-in-problem").innerText()).toContain("zed");
  await page.element("sign-in-alice").click();
  await page.bannerSays("connected");
  expect(await page.element("own-name").innerText()).toContain("Alice");
  expect(page.page.url()).toContain("user=alice");
});
