import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import { projectRoot } from "../support/carillon-server.js";
import type { DemoPage } from "../support/demo-page.js";
import { showPortrait, type Portrait } from "../support/portrait.js";

/** Whether the picture goes into the documentation; otherwise the test only proves that it can be taken. */
const updating = process.env.UPDATE_SCREENSHOTS === "1";

const carillon = CarillonInBrowsers.forThisFile();

const alicesLook: Portrait = {
  wall: ["#c3d4cd", "#7d9c93"],
  skin: "#e7b794",
  hair: "#5a3524",
  longHair: true,
  glasses: false,
  shirt: "#8c3f4f",
};
const bobsLook: Portrait = {
  wall: ["#e3d2b8", "#b08a62"],
  skin: "#b9805a",
  hair: "#2a1d18",
  longHair: false,
  glasses: true,
  shirt: "#2f5d78",
};

test("the first call, as the documentation shows it: a desk and a phone", async () => {
  const alice = await carillon.open("alice", {
    context: { viewport: { width: 1120, height: 700 }, deviceScaleFactor: 2, colorScheme: "light" },
    camera: "as it is",
    prepare: (context) => context.addInitScript(showPortrait, alicesLook),
  });
  const bob = await carillon.open("bob", {
    context: { viewport: { width: 390, height: 760 }, deviceScaleFactor: 2, colorScheme: "dark", isMobile: true, hasTouch: true },
    camera: "as it is",
    prepare: (context) => context.addInitScript(showPortrait, bobsLook),
  });
  await alice.sees("bob", "online");
  await alice.call("bob");
  await bob.rings();
  await bob.press("answer");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  if (updating) await Promise.all([alice.pictureIsSharp(), bob.pictureIsSharp()]);

  // Out of the way of what it would highlight.
  await bob.page.mouse.move(0, 0);
  await save(await compose(alice, bob));
});

async function save(picture: Buffer): Promise<void> {
  const folder = updating ? join(projectRoot, "docs/images") : await mkdtemp(join(tmpdir(), "carillon-pictures-"));
  await writeFile(join(folder, "first-call.png"), picture);
  if (!updating) await rm(folder, { recursive: true });
}

/** Puts the desk's window and the phone on one picture. */
async function compose(desk: DemoPage, phone: DemoPage): Promise<Buffer> {
  const [deskShot, phoneShot] = await Promise.all([desk.page.screenshot(), phone.page.screenshot()]);
  const browser = desk.page.context().browser() as Browser;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  const image = (shot: Buffer, name: string): string =>
    `<img class="${name}" alt="" src="data:image/png;base64,${shot.toString("base64")}">`;
  await page.setContent(`<style>
    body { margin: 0; height: 900px; background: linear-gradient(160deg, #dcebe5, #9fc4b6); }
    img { position: absolute; box-shadow: 0 30px 70px rgb(8 40 32 / 0.35); }
    .desk { left: 44px; top: 44px; width: 1080px; border-radius: 16px; }
    .phone { right: 44px; bottom: 40px; width: 300px; border: 9px solid #0d1412; border-radius: 44px; }
  </style>${image(deskShot, "desk")}${image(phoneShot, "phone")}`);
  const picture = await page.screenshot();
  await context.close();
  expect(picture.length).toBeGreaterThan(50_000);
  return picture;
}
