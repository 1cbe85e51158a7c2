import { expect, it } from "vitest";
import { signedIn } from "./support/client.js";

it("lists the calls of the past, page by page, and the missed ones alone", async () => {
  const { client, socket } = await signedIn();
  const record = { callId: "c1", media: "audio", direction: "incoming", peers: ["bob"], startedAt: 5, durationMs: 0, outcome: "no_answer" };
  const all = client.history.list();
  const request = await socket.next("history.list");
  expect(request.data).toEqual({});
  socket.ok(request, { records: [record] });
  expect(await all).toEqual([record]);
  const missed = client.history.list({ before: 5, limit: 10, missed: true });
  const next = await socket.next("history.list");
  expect(next.data).toEqual({ before: 5, limit: 10, missed: true });
  socket.ok(next, { records: [] });
  expect(await missed).toEqual([]);
});

it("says what was seen, by the service's clock where it is all", async () => {
  const { client, socket } = await signedIn();
  const one = client.history.seen(5);
  const request = await socket.next("history.seen");
  expect(request.data).toEqual({ upTo: 5 });
  socket.ok(request);
  await one;
  const all = client.history.seen();
  const next = await socket.next("history.seen");
  const { upTo } = next.data as { upTo?: number };
  expect(Number.isInteger(upTo)).toBe(true);
  expect(Math.abs(Number(upTo) - client.now())).toBeLessThan(60_000);
  socket.ok(next);
  await all;
});

it("blocks, unblocks, and tells who is blocked", async () => {
  const { client, socket } = await signedIn();
  for (const [done, type] of [
    [client.blocks.add("mallory"), "user.block"],
    [client.blocks.remove("mallory"), "user.unblock"],
  ] as const) {
    const request = await socket.next(type);
    expect(request.data).toEqual({ userId: "mallory" });
    socket.ok(request);
    await done;
  }
  const listed = client.blocks.list();
  socket.ok(await socket.next("user.blocked"), { users: ["trudy"] });
  expect(await listed).toEqual(["trudy"]);
  const refused = client.blocks.add("no such user");
  socket.error(await socket.next("user.block"), "bad_request", { details: { field: "userId" } });
  await expect(refused).rejects.toMatchObject({ code: "bad_request", details: { field: "userId" } });
});
