import { afterEach, describe, expect, it, vi } from "vitest";
import type { ActivitySource, CarillonClient } from "../src/index.js";
import { IdleWatch, pageActivity } from "../src/idle.js";
import { next, reached, signedIn } from "./support/client.js";
import type { ScriptedSocket } from "./support/scripted-service.js";

/** Waits until the client has heard all that was sent. */
async function isHeard(client: CarillonClient, socket: ScriptedSocket): Promise<void> {
  const answered = client.listCalls();
  socket.ok(await socket.next("call.list"), { calls: [] });
  await answered;
}

it("subscribes, knows the answer, and tells of changes of watched users alone", async () => {
  const { client, socket } = await signedIn();
  const subscribed = client.presence.subscribe(["bob", "carol"]);
  const request = await socket.next("presence.subscribe");
  expect(request.data).toEqual({ users: ["bob", "carol"] });
  socket.ok(request, { users: [{ userId: "bob", status: "online" }] });
  expect(await subscribed).toEqual([{ userId: "bob", status: "online" }]);
  const changed = next(client, "presence");
  socket.event("presence.changed", {
    users: [
      { userId: "bob", status: "in_call" },
      { userId: "mallory", status: "online" },
    ],
  });
  expect(await changed).toEqual([{ userId: "bob", status: "in_call" }]);
  expect(client.presence.of("bob")?.status).toBe("in_call");
});

it("asks for many users in portions of two hundred", async () => {
  const { client, socket } = await signedIn();
  const users = Array.from({ length: 450 }, (_, i) => `u${i}`);
  const answer = client.presence.get(users);
  for (const size of [200, 200, 50]) {
    const request = await socket.next("presence.get");
    expect(request.data["users"]).toHaveLength(size);
    socket.ok(request, { users: [{ userId: `of-${size}`, status: "offline" }] });
  }
  expect(await answer).toHaveLength(3);
});

it("sets and subscribes anew in a new session, and not in one that was resumed", async () => {
  const { service, client, socket } = await signedIn();
  const set = client.presence.set({ status: "dnd", text: "in a meeting" });
  socket.ok(await socket.next("presence.set"));
  await set;
  const subscribed = client.presence.subscribe(["bob"]);
  socket.ok(await socket.next("presence.subscribe"), { users: [] });
  await subscribed;

  socket.drop();
  const resumed = await service.accept();
  await resumed.welcome({ resumed: true });
  await reached(client, "ready");
  resumed.drop();
  const fresh = await service.accept();
  await fresh.welcome({ resumed: false });
  expect((await fresh.next("presence.set")).data).toEqual({ status: "dnd", text: "in a meeting" });
  expect((await fresh.next("presence.subscribe")).data).toEqual({ users: ["bob"] });
  expect(resumed.of("presence.subscribe")).toEqual([]);
});

it("unsubscribes", async () => {
  const { client, socket } = await signedIn();
  const done = client.presence.unsubscribe(["bob"]);
  const request = await socket.next("presence.unsubscribe");
  expect(request.data).toEqual({ users: ["bob"] });
  socket.ok(request);
  await done;
});

it("keeps settings beside a status, and forgets a status whose time is over", async () => {
  const { service, client, socket } = await signedIn();
  const set = async (presence: Parameters<typeof client.presence.set>[0]): Promise<object> => {
    const done = client.presence.set(presence);
    const request = await socket.next("presence.set");
    socket.ok(request);
    await done;
    return request.data;
  };
  expect(await set({ callWaiting: true })).toEqual({ callWaiting: true });
  const until = Math.floor(client.now()) + 60_000;
  expect(await set({ status: "dnd", text: "in a meeting", until })).toEqual({ status: "dnd", text: "in a meeting", until });
  socket.drop();
  const fresh = await service.accept();
  await fresh.welcome();
  const restored = await fresh.next("presence.set");
  expect(restored.data).toEqual({ callWaiting: true, status: "dnd", text: "in a meeting", until });
  fresh.ok(restored);
  await isHeard(client, fresh);
  fresh.drop();
  const later = await service.accept();
  await later.welcome({ serverTime: until + 1_000 });
  expect((await later.next("presence.set")).data).toEqual({ callWaiting: true });
});

describe("idleness", () => {
  afterEach(() => void vi.useRealTimers());

  /** Signs that a test gives. */
  class Signs implements ActivitySource {
    give: (() => void) | undefined;
    watch(active: () => void): () => void {
      this.give = active;
      return () => (this.give = undefined);
    }
  }

  it("comes after a while without a sign, and goes with the next", () => {
    vi.useFakeTimers();
    const signs = new Signs();
    const changed = vi.fn();
    const watch = new IdleWatch(signs, 1_000, changed);
    vi.advanceTimersByTime(900);
    signs.give?.();
    vi.advanceTimersByTime(900);
    expect(changed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(changed.mock.calls).toEqual([[true]]);
    vi.advanceTimersByTime(5_000);
    signs.give?.();
    signs.give?.();
    expect(changed.mock.calls).toEqual([[true], [false]]);
    vi.advanceTimersByTime(1_000);
    expect(changed.mock.calls).toEqual([[true], [false], [true]]);
    watch.stop();
    expect(signs.give).toBeUndefined();
  });

  it("is told to the service, and again in a new session", async () => {
    const signs = new Signs();
    const { service, client, socket } = await signedIn({ idleAfterMs: 20, activity: signs });
    // On a slow machine the time is over before the session has begun, which is told twice then.
    const isTold = async (idle: boolean): Promise<void> => {
      const request = await socket.next("presence.set");
      socket.ok(request);
      if ((request.data as { idle?: boolean }).idle !== idle) await isTold(idle);
    };
    await isTold(true);
    signs.give?.();
    await isTold(false);
    await isTold(true);
    await isHeard(client, socket);
    socket.drop();
    const fresh = await service.accept();
    await fresh.welcome();
    expect((await fresh.next("presence.set")).data).toEqual({ idle: true });
    await client.close();
    expect(signs.give).toBeUndefined();
  });

  it("takes its signs from the page: keys, pointers, and coming to the front", () => {
    expect(pageActivity()).toBeUndefined();
    const page = Object.assign(new EventTarget(), { visibilityState: "hidden" });
    vi.stubGlobal("document", page);
    const active = vi.fn();
    const stop = pageActivity()?.watch(active);
    page.dispatchEvent(new Event("keydown"));
    page.dispatchEvent(new Event("pointermove"));
    page.dispatchEvent(new Event("visibilitychange"));
    expect(active).toHaveBeenCalledTimes(2);
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(active).toHaveBeenCalledTimes(3);
    stop?.();
    page.dispatchEvent(new Event("keydown"));
    expect(active).toHaveBeenCalledTimes(3);
    vi.unstubAllGlobals();
  });
});
