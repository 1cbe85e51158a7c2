import { expect, test } from "vitest";
import { CarillonInBrowsers } from "../support/carillon-in-browsers.js";

const carillon = CarillonInBrowsers.forThisFile();

test("do not disturb for an hour: it says until when, callers learn it, and it outlives a reload", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  await bob.setStatus("dnd", "", "60");
  expect(await bob.element("own-status").innerText()).toMatch(/Do not disturb until .*\d+:\d\d/);
  await alice.sees("bob", "dnd");
  await alice.call("bob", "audio");
  expect(await alice.endsBecause()).toBe("Declined");
  expect(await bob.element("incoming").isVisible()).toBe(false);
  await bob.page.reload();
  await bob.bannerSays("connected");
  expect(await bob.element("own-status").innerText()).toContain("Do not disturb until");
  await bob.setStatus("online", "");
  await alice.sees("bob", "online");
});

test("a window that nobody attends is away, and is online again at the first key", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob", { query: "&idle=2" });
  await alice.sees("bob", "away");
  await bob.page.keyboard.press("Shift");
  await alice.sees("bob", "online");
});

test("the call of a user shows to others", async () => {
  const alice = await carillon.open("alice");
  const bob = await carillon.open("bob");
  const carol = await carillon.open("carol");
  await alice.call("bob", "audio");
  await bob.answers();
  await carol.sees("alice", "in_call");
  await carol.sees("bob", "in_call");
  await bob.press("hangup");
  await carol.sees("alice", "online");
});
