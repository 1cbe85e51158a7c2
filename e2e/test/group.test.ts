import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import type { DemoPage } from "../support/demo-page.js";

const GRACE_S = 5;
const carillon = CarillonInBrowsers.forThisFile(async () => ({ settings: { CARILLON_CALL_RECONNECT_GRACE: `PT${GRACE_S}S` } }));

/** Four pages in one call: more than one minute on a starved machine. */
const LONG_MS = 240_000;

test(
  "four in a mesh see the three others; one leaves and comes back late; the caller ends it for all",
  async () => {
    const [alice, bob, carol, dave] = await open("alice", "bob", "carol", "dave");
    await alice.callSeveral(["bob", "carol", "dave"]);
    await bob.rings();
    expect(await bob.element("incoming-media").innerText()).toContain("with Carol and Dave");
    await Promise.all([bob.answers(), carol.answers(), dave.answers()]);
    await allSeeEachOther(alice, bob, carol, dave);
    expect(namesIn(await alice.element("call-peer").innerText())).toEqual(["Bob", "Carol", "Dave"]);

    await carol.press("mute");
    for (const other of [alice, bob, dave]) await other.tile("carol").getByTestId("tile-muted").waitFor();
    await alice.tile("bob").getByTestId("tile-quality").waitFor();

    await dave.press("hangup");
    expect(await dave.endsBecause()).toBe("You left the call");
    for (const other of [alice, bob, carol]) await other.tile("dave").waitFor({ state: "detached" });
    await allSeeEachOther(alice, bob, carol);

    await dave.press("join-again");
    await allSeeEachOther(alice, bob, carol, dave);

    await alice.choose("end-everyone");
    for (const one of [alice, bob, carol, dave]) expect(await one.endsBecause()).toBe(one === alice ? "You left the call" : "Call ended");
  },
  LONG_MS,
);

test(
  "somebody is added to a call of two, another declines, and the call goes on",
  async () => {
    const [alice, bob, carol, dave] = await open("alice", "bob", "carol", "dave");
    await alice.call("bob");
    await bob.answers();
    await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);

    await bob.add("carol");
    await carol.rings();
    await bob.tile("carol").getByText("Ringing…").waitFor();
    await carol.press("answer");
    await allSeeEachOther(alice, bob, carol);

    await alice.add("dave");
    await dave.rings();
    await dave.press("decline");
    await alice.element("media-notice").getByText("Dave Lindqvist declined").waitFor();
    await alice.tile("dave").waitFor({ state: "detached" });
    await allSeeEachOther(alice, bob, carol);

    // The creator leaves: a group is not theirs to end by that.
    await alice.press("hangup");
    await Promise.all([bob.receivesPicture(), carol.receivesPicture()]);
  },
  LONG_MS,
);

test("a room by its name and by its address; a page that is closed without notice leaves it after the grace", async () => {
  const alice = await carillon.open("alice");
  await alice.joinRoom("kitchen");
  await alice.callIs("alone");
  expect(await alice.element("call-peer").innerText()).toBe("Room kitchen");
  expect(alice.page.url()).toContain("room=kitchen");

  const bob = await carillon.open("bob", { query: "&room=kitchen" });
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);

  await bob.page.close();
  await alice.callIs("reconnecting");
  await alice.callIs("alone");

  await alice.press("hangup");
  expect(await alice.endsBecause()).toBe("You left the call");
  expect(alice.page.url()).not.toContain("room");
});

test("who reloads in a room is in it again", async () => {
  const [alice, bob] = await open("alice", "bob");
  await alice.joinRoom("garden");
  await bob.joinRoom("garden");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  await alice.page.reload();
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  expect(await bob.element("call-peer").innerText()).toBe("Room garden");
});

/** The names of a title, whoever came in first. */
function namesIn(title: string): string[] {
  return title.split(/, | and /).sort();
}

async function open<const Names extends readonly string[]>(...users: Names): Promise<{ [K in keyof Names]: DemoPage }> {
  const pages: DemoPage[] = [];
  for (const user of users) pages.push(await carillon.open(user));
  return pages as { [K in keyof Names]: DemoPage };
}

async function allSeeEachOther(...pages: readonly DemoPage[]): Promise<void> {
  await Promise.all(pages.flatMap((page) => pages.filter((other) => other !== page).map((other) => page.receivesPictureFrom(other.user))));
}
