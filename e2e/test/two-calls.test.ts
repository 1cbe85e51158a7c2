import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";
import type { DemoPage } from "../support/demo-page.js";

const carillon = CarillonInBrowsers.forThisFile();

test("a second caller is answered while the first one is held; the two are swapped", async () => {
  const [alice, bob, carol] = await openThree();
  await alice.takeSecondCalls();
  await inCall(bob, alice);

  await carol.call("alice");
  await alice.rings();
  await alice.focusIsOn("answer-hold");
  await alice.press("answer-hold");
  await bob.element("peer-hold").waitFor();
  await Promise.all([alice.receivesPicture(), carol.receivesPicture()]);
  expect(await alice.element("call-peer").innerText()).toContain("Carol");
  expect(await alice.element("held-calls").innerText()).toContain("Bob Tanaka");

  await alice.press("swap");
  await carol.element("peer-hold").waitFor();
  await bob.element("peer-hold").waitFor({ state: "hidden" });
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);
  expect(await alice.element("call-peer").innerText()).toContain("Bob");
  expect(await alice.element("held-calls").innerText()).toContain("Carol Okafor");

  await alice.press("hangup");
  expect(await bob.endsBecause()).toBe("Call ended");
  await alice.press("swap");
  await Promise.all([alice.receivesPicture(), carol.receivesPicture()]);
  await alice.element("held-calls").waitFor({ state: "hidden" });
});

test("answering a second caller may end the first call, and declining leaves it as it is", async () => {
  const [alice, bob, carol] = await openThree();
  await alice.takeSecondCalls();
  await inCall(bob, alice);

  await carol.call("alice");
  await alice.rings();
  await alice.press("decline");
  expect(await carol.endsBecause()).toBe("Declined");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);

  await carol.press("call-again");
  await alice.rings();
  await alice.press("answer-end");
  expect(await bob.endsBecause()).toBe("Call ended");
  await Promise.all([alice.receivesPicture(), carol.receivesPicture()]);
  expect(await alice.element("held-calls").isVisible()).toBe(false);
});

test("a call is held and goes on; calling somebody else holds it too, and a reload leaves it held", async () => {
  const [alice, bob, carol] = await openThree();
  await inCall(alice, bob);
  await alice.choose("hold");
  await alice.callIs("held");
  await bob.element("peer-hold").waitFor();
  await bob.element("remote-video").waitFor({ state: "hidden" });
  await alice.press("resume");
  await Promise.all([alice.receivesPicture(), bob.receivesPicture()]);

  await alice.call("carol");
  await bob.element("peer-hold").waitFor();
  await carol.answers();
  await Promise.all([alice.receivesPicture(), carol.receivesPicture()]);

  await alice.page.reload();
  await Promise.all([alice.receivesPicture(), carol.receivesPicture()]);
  await bob.element("peer-hold").waitFor();
  await alice.press("hangup-held");
  expect(await bob.endsBecause()).toBe("Call ended");
  await alice.receivesPicture();
});

async function openThree(): Promise<[DemoPage, DemoPage, DemoPage]> {
  const open = (user: string): Promise<DemoPage> => carillon.open(user);
  return [await open("alice"), await open("bob"), await open("carol")];
}

async function inCall(caller: DemoPage, callee: DemoPage): Promise<void> {
  await caller.call(callee.user);
  await callee.answers();
  await Promise.all([caller.receivesPicture(), callee.receivesPicture()]);
}
