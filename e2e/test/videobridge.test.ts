import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import { startCoturn } from "../support/coturn.js";
import type { DemoPage } from "../support/demo-page.js";
import { shareColouredScreen } from "../support/shared-screen.js";
import { sourceAddressTowards } from "../support/source-address.js";
import { Videobridges } from "../support/videobridges.js";

/** Three pages and a bridge that may be cold, on one machine. */
const LONG_MS = 300_000;

const bridges = Videobridges.named();
for (const why of new Set([bridges.whyNot, bridges.whyNoneCanDie])) {
  if (why !== undefined) console.warn(`Not everything of videobridge.test.ts is run: ${why}.`);
}

// Without a bridge nothing runs here, and no server is needed.
if (bridges.whyNot === undefined) {
  const carillon = CarillonInBrowsers.forThisFile(async () => {
    const coturn = await startCoturn(await sourceAddressTowards(await bridges.mediaAddress()));
    return { settings: { ...coturn.settings, ...bridges.settings }, stop: () => coturn.stop() };
  });

  test(
    "three are on a bridge and see each other; one shares a screen, one leaves and comes back",
    async () => {
      const [alice, bob, carol] = await inCall(carillon);

      await carol.press("screen");
      for (const other of [alice, bob]) {
        await other.page.locator('[data-testid="tile-carol"][data-screen="true"]').waitFor();
        await other.receivesPictureFrom("carol");
      }
      await carol.press("screen");

      await carol.press("hangup");
      for (const other of [alice, bob]) await other.tile("carol").waitFor({ state: "detached" });
      await seeEachOther(alice, bob);

      await carol.press("join-again");
      await seeEachOther(alice, bob, carol);
      await areOnBridge(alice, bob, carol);
    },
    LONG_MS,
  );

  test("the creator mutes one, who raises a hand, and removes another", { timeout: LONG_MS }, async () => {
    const [alice, bob, carol] = await inCall(carillon);
    await alice.tile("bob").hover();
    await alice.tile("bob").getByTestId("tile-mute").click();
    await bob.element("media-notice").getByText("muted you").waitFor();
    await carol.tile("bob").getByTestId("tile-muted").waitFor();
    await bob.choose("raise-hand");
    for (const other of [alice, carol]) await other.tile("bob").getByTestId("tile-hand").waitFor();
    await alice.tile("carol").hover();
    await alice.tile("carol").getByTestId("tile-remove").click();
    expect(await carol.endsBecause()).toBe("You were removed from the call");
    await seeEachOther(alice, bob);
  });

  test("those who may only use relays reach the bridge through the TURN server, and see and are seen", { timeout: LONG_MS }, async () => {
    const [alice, ...behindFirewalls] = await inCall(carillon, { relayed: ["bob", "carol"] });
    for (const page of behindFirewalls) expect(await page.pathKinds()).toMatchObject({ local: "relay" });
    expect(await alice.pathKinds()).not.toMatchObject({ local: "relay" });
  });

  test.skipIf(bridges.whyNoneCanDie !== undefined)(
    "a bridge that dies is replaced by another one, and the call goes on",
    async () => {
      const pages = await inCall(carillon);
      const [dying] = await bridges.busy();
      if (dying === undefined) throw new Error("no bridge has a conference");
      const before = await Promise.all(pages.map((page) => page.bridgeSession()));
      await bridges.kill(dying);
      for (const [index, page] of pages.entries()) {
        await expect.poll(() => page.bridgeSession(), { timeout: 90_000, message: `bridge of ${page.user}` }).not.toBe(before[index]);
      }
      await areOnBridge(...pages);
      await seeEachOther(...pages);
      expect(await bridges.busy()).not.toContain(dying);
    },
    LONG_MS,
  );
} else {
  test.skip("calls on a videobridge", () => undefined);
}

/**
 * Alice, bob and carol in one call, and nothing between them but the bridge.
 *
 * @param options.relayed who may only use relays
 */
async function inCall(
  carillon: CarillonInBrowsers,
  { relayed = [] }: { relayed?: string[] } = {},
): Promise<[DemoPage, DemoPage, DemoPage]> {
  const open = (user: string): Promise<DemoPage> =>
    carillon.open(user, {
      query: relayed.includes(user) ? "&relay=1" : "",
      prepare: (context) => context.addInitScript(shareColouredScreen),
    });
  const pages: [DemoPage, DemoPage, DemoPage] = [await open("alice"), await open("bob"), await open("carol")];
  const [alice, bob, carol] = pages;
  await alice.callSeveral(["bob", "carol"]);
  await bob.answers();
  await carol.answers();
  await areOnBridge(...pages);
  await seeEachOther(...pages);
  return pages;
}

async function areOnBridge(...pages: readonly DemoPage[]): Promise<void> {
  await Promise.all(pages.map((page) => page.isOnBridgeAlone()));
}

async function seeEachOther(...pages: readonly DemoPage[]): Promise<void> {
  await Promise.all(pages.flatMap((page) => pages.filter((other) => other !== page).map((other) => page.receivesPictureFrom(other.user))));
}
