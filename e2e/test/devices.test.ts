import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import type { DemoPage } from "../support/demo-page.js";
import { shareColouredScreen } from "../support/shared-screen.js";

const carillon = CarillonInBrowsers.forThisFile();

test("another camera, microphone and speaker are chosen during the call", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.answers();
  await Promise.all([bob.receivesPicture(), bob.hearsSound()]);
  await alice.element("more").click();

  const camera = await choose(alice, "camera-choice", "fake_device_2");
  await expect.poll(() => ownDevice(alice, "video")).toBe(camera);
  await bob.receivesPicture();

  const microphone = await choose(alice, "microphone-choice", "Fake Audio Input 2");
  await expect.poll(() => ownDevice(alice, "audio")).toBe(microphone);
  await bob.hearsSound();

  const speaker = await choose(alice, "speaker-choice", "Fake Audio Output 2");
  await expect.poll(() => sinkOf(alice)).toBe(speaker);
  await alice.hearsSound();
});

test("a screen is shared in the camera's place, and the camera comes back", async () => {
  const alice = await carillon.open("alice", { prepare: (context) => context.addInitScript(shareColouredScreen) });
  const bob = await carillon.open("bob");
  await alice.call("bob");
  await bob.answers();
  await bob.receivesPicture();

  await alice.press("screen");
  await bob.element("peer-screen").waitFor();
  await alice.element("self-screen").waitFor();
  await expect.poll(() => widthAt(bob), { timeout: 40_000 }).toBe(320);
  await bob.receivesPicture();

  await alice.press("screen");
  await bob.element("peer-screen").waitFor({ state: "hidden" });
  await expect.poll(() => widthAt(bob), { timeout: 40_000 }).not.toBe(320);
  await bob.receivesPicture();
});

test("the quality of a call shows after a while", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await alice.call("bob", "audio");
  await bob.answers();
  await alice.element("call-quality").waitFor();
  expect(await alice.element("call-quality").getAttribute("aria-label")).toMatch(/^Connection: /);
});

/** Chooses another device than the one in use by its name, and gives its id. */
async function choose(
  page: DemoPage,
  menu: "camera-choice" | "microphone-choice" | "speaker-choice",
  label: string,
): Promise<string | null> {
  const device = page.element(menu).locator("option:not(:checked)", { hasText: label });
  const id = await device.getAttribute("value");
  await page.element(menu).selectOption(id);
  return id;
}

function ownDevice(page: DemoPage, kind: "audio" | "video"): Promise<string | undefined> {
  return page.element("local-video").evaluate((video, kind) => {
    const stream = (video as HTMLVideoElement).srcObject as MediaStream | null;
    const tracks = kind === "audio" ? stream?.getAudioTracks() : stream?.getVideoTracks();
    return tracks?.[0]?.getSettings().deviceId;
  }, kind);
}

function sinkOf(page: DemoPage): Promise<string> {
  return page.element("remote-audio").evaluate((audio) => (audio as HTMLAudioElement).sinkId);
}

function widthAt(page: DemoPage): Promise<number> {
  return page.element("remote-video").evaluate((video) => (video as HTMLVideoElement).videoWidth);
}
