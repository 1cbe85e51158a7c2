import { expect, it } from "vitest";
import { next, reached, signedIn } from "./support/client.js";

it("subscribes, knows the answer, and tells of changes of watched users alone", async () => {
  const { client, socket } = await signedIn();
  const subscribed = client.presence.subscribe(["bob", "carol"]);
  const request = await socket.next("presence.subscribe");
  expect(request.data).toEqual({ users: ["bob", "carol"] });
  socket.ok(request, { users: [{ userId: "bob", status: "online" }] });
  expect(await subscribed).toEqual([{ userId: "bob", status: "online" }]);
  const changed = next(client, "presence");
  socket.event("presence.changed", { users: [{ userId: "bob", status: "in_call" }, { userId: "mallory", status: "online" }] });
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
