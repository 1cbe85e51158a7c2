import { describe, expect, it, vi } from "vitest";
import { CarillonClient, CarillonError, type ResumeState } from "../src/index.js";
import { newClient, next, reached, signedIn } from "./support/client.js";
import { ScriptedService } from "./support/scripted-service.js";
import { callView } from "./support/views.js";

function memoryStore(state?: ResumeState) {
  const store = {
    state,
    get: () => store.state,
    set: (next: ResumeState | undefined) => {
      store.state = next;
    },
  };
  return store;
}

describe("connecting", () => {
  it("says hello with token and device and is ready with the answer", async () => {
    const service = await ScriptedService.start();
    const client = newClient(service.url, { device: { id: "laptop", name: "Work", platform: "web" } });
    const states: string[] = [];
    client.on("state", (state) => states.push(state));
    const connected = client.connect();
    const hello = await (await service.accept()).welcome();
    await connected;
    expect(hello.data).toEqual({ token: "jwt", device: { id: "laptop", name: "Work", platform: "web" } });
    expect(states).toEqual(["connecting", "ready"]);
    expect(client.userId).toBe("alice");
  });

  it("keeps the service's clock", async () => {
    const { client } = await signedIn();
    expect(Math.abs(client.now() - 1_795_190_000_000)).toBeLessThan(5_000);
  });

  it("rejects when the token is refused, and does not come back", async () => {
    const service = await ScriptedService.start();
    const client = newClient(service.url);
    const refusal = client.connect().catch((error: unknown) => error);
    const socket = await service.accept();
    socket.error(await socket.next("hello"), "token_invalid");
    expect(await refusal).toMatchObject({ name: "CarillonError", code: "token_invalid", retryable: false });
    expect(client.state).toBe("closed");
  });

  it("asks the provider once more when the token had expired", async () => {
    const service = await ScriptedService.start();
    const token = vi.fn().mockResolvedValueOnce("old").mockResolvedValueOnce("new");
    const client = newClient(service.url, { token });
    const connected = client.connect();
    const first = await service.accept();
    first.error(await first.next("hello"), "token_expired");
    const hello = await (await service.accept()).welcome();
    await connected;
    expect(hello.data).toMatchObject({ token: "new" });
  });

  it("tries again when the service is not there for a hello", async () => {
    const service = await ScriptedService.start();
    const client = newClient(service.url);
    const connected = client.connect();
    const first = await service.accept();
    first.error(await first.next("hello"), "unavailable", { retryable: true, retryAfterMs: 5 });
    await (await service.accept()).welcome();
    await connected;
    expect(client.state).toBe("ready");
  });

  it("tries again when the provider fails, and says so", async () => {
    const service = await ScriptedService.start();
    const token = vi.fn().mockRejectedValueOnce(new Error("no network")).mockResolvedValueOnce("jwt");
    const client = newClient(service.url, { token });
    const error = next(client, "error");
    const connected = client.connect();
    await (await service.accept()).welcome();
    await connected;
    expect(await error).toMatchObject({ code: "unauthorized", message: "no network" });
  });

  it.each(["nowhere", "ftp://calls.example"])("refuses %s as an address", (url) => {
    expect(() => new CarillonClient({ url, token: "jwt", device: { id: "laptop" } })).toThrow(CarillonError);
  });

  it("finds the socket's path from the service's address", async () => {
    const service = await ScriptedService.start();
    const client = newClient(service.url.replace("ws:", "http:").replace("/v1/ws", ""));
    const connected = client.connect();
    const socket = await service.accept();
    await socket.welcome();
    await connected;
    expect(socket.webSocket.protocol).toBe("carillon.v1");
  });
});

describe("resuming", () => {
  it("resumes after a drop with the last event that was handled, and handles a replayed one once", async () => {
    const { service, client, socket } = await signedIn();
    const incoming = vi.fn();
    client.on("incoming", incoming);
    socket.event("call.invited", { callId: "c1", version: 1, call: callView({ callId: "c1" }) });
    await socket.next("call.ringing");
    socket.drop();
    const again = await service.accept();
    const hello = await again.next("hello");
    expect(hello.data).toMatchObject({ resume: { token: "resume-1", lastSeq: 1 } });
    again.ok(hello, { userId: "alice", deviceId: "laptop", resumed: true, resumeToken: "resume-2", serverTime: 0, pingIntervalMs: 25_000 });
    again.event("call.invited", { callId: "c1", version: 1, call: callView({ callId: "c1" }) }, 1);
    again.event("call.invited", { callId: "c2", version: 1, call: callView({ callId: "c2" }) }, 2);
    await again.next("ack");
    expect(incoming.mock.calls.map(([call]) => (call as { id: string }).id)).toEqual(["c1", "c2"]);
  });

  it("sends requests that had no answer again, with the same ids and in the same order", async () => {
    const { service, client, socket } = await signedIn();
    const first = client.getCall("c1");
    const second = client.listCalls();
    const before = [await socket.next("call.get"), await socket.next("call.list")];
    socket.drop();
    const again = await service.accept();
    await again.welcome({ resumed: true });
    const after = [await again.next("call.get"), await again.next("call.list")];
    expect(after).toEqual(before);
    again.ok(after[0]!, callView({ callId: "c1" }));
    again.ok(after[1]!, { calls: [] });
    expect((await first).callId).toBe("c1");
    expect(await second).toEqual([]);
  });

  it("counts from one in a new session", async () => {
    const { service, client, socket } = await signedIn();
    socket.event("call.invited", { callId: "c1", version: 1, call: callView({ callId: "c1" }) });
    await socket.next("ack");
    socket.drop();
    const again = await service.accept();
    await again.welcome({ resumed: false, resumeToken: "other" });
    const incoming = next(client, "incoming");
    again.event("call.invited", { callId: "c2", version: 1, call: callView({ callId: "c2" }) }, 1);
    expect((await incoming).id).toBe("c2");
  });

  it("keeps what a page needs to resume, and a new page resumes with it", async () => {
    const store = memoryStore();
    const { service, client, socket } = await signedIn({ resumeStore: store });
    socket.event("presence.changed", { users: [] });
    await vi.waitFor(() => expect(store.state).toEqual({ resumeToken: "resume-1", lastSeq: 1, liveCalls: false }));
    const reloaded = newClient(service.url, { resumeStore: store });
    const connected = reloaded.connect();
    const hello = await (await service.accept()).welcome({ resumed: true });
    await connected;
    expect(hello.data).toMatchObject({ resume: { token: "resume-1", lastSeq: 1 } });
    socket.close(4409);
    await reached(client, "closed");
  });

  it("asks for a new session after a reload during a call: the media connection is gone", async () => {
    const service = await ScriptedService.start();
    const client = newClient(service.url, { resumeStore: memoryStore({ resumeToken: "old", lastSeq: 9, liveCalls: true }) });
    const connected = client.connect();
    const hello = await (await service.accept()).welcome();
    await connected;
    expect(hello.data).not.toHaveProperty("resume");
  });

  it("forgets the session when it is closed", async () => {
    const store = memoryStore();
    const { client, socket } = await signedIn({ resumeStore: store });
    await client.close();
    expect(socket.of("bye")).toHaveLength(1);
    expect(store.state).toBeUndefined();
    expect(await socket.closed()).toBe(1000);
  });
});

describe("acknowledgements", () => {
  const changed = (socket: { event(type: string, data: object): void }): void => socket.event("presence.changed", { users: [] });

  it("acknowledges an invitation at once", async () => {
    const { client, socket } = await signedIn();
    const incoming = next(client, "incoming");
    changed(socket);
    socket.event("call.invited", { callId: "c1", version: 1, call: callView({ callId: "c1" }) });
    await incoming;
    client.networkChanged();
    await socket.next("ping");
    expect(socket.frames.map(({ type, seq }) => [type, seq]).slice(-2)).toEqual([
      ["ack", 2],
      ["ping", undefined],
    ]);
  });

  it("acknowledges after twenty events", async () => {
    const { socket } = await signedIn();
    for (let i = 0; i < 25; i++) changed(socket);
    expect((await socket.next("ack")).seq).toBe(20);
  });

  it("acknowledges what there is after a second", async () => {
    const { socket } = await signedIn();
    const start = performance.now();
    for (let i = 0; i < 3; i++) changed(socket);
    expect((await socket.next("ack")).seq).toBe(3);
    expect(performance.now() - start).toBeGreaterThan(900);
  });
});

describe("going away and coming back", () => {
  it("resumes elsewhere after the delay that a draining node names", async () => {
    const { service, client, socket } = await signedIn();
    socket.send({ type: "goaway", data: { action: "resume", reason: "drain", afterMs: 30 } });
    const hello = await (await service.accept()).welcome({ resumed: true });
    expect(hello.data).toMatchObject({ resume: { token: "resume-1" } });
    await reached(client, "ready");
    expect(service.connections).toBe(2);
  });

  it("closes for good when another window took over the device", async () => {
    const { service, client, socket } = await signedIn();
    const closed = next(client, "closed");
    socket.send({ type: "goaway", data: { action: "disconnect", reason: "replaced" } });
    expect((await closed).reason).toBe("replaced");
    expect(client.state).toBe("closed");
    await socket.closed();
    expect(service.connections).toBe(1);
  });

  it("asks for a fresh token when the service closes because of the old one", async () => {
    const token = vi.fn().mockResolvedValueOnce("old").mockResolvedValueOnce("new");
    const { service, socket } = await signedIn({ token });
    socket.close(4401);
    expect((await (await service.accept()).welcome()).data).toMatchObject({ token: "new" });
  });

  it("renews its token when told that it expires", async () => {
    const token = vi.fn().mockResolvedValueOnce("old").mockResolvedValueOnce("new");
    const { socket } = await signedIn({ token });
    socket.send({ type: "token.expiring", data: { expiresAt: 1 } });
    expect((await socket.next("token.refresh")).data).toEqual({ token: "new" });
  });

  it("finds a dead socket by its own ping", async () => {
    const { service, socket } = await signedIn({}, { pingIntervalMs: 40 });
    await socket.next("ping");
    const again = await service.accept();
    await again.welcome({ resumed: true, pingIntervalMs: 40 });
    // An answer keeps the socket.
    again.ok(await again.next("ping"));
    await again.next("ping");
    expect(service.connections).toBe(2);
  });

  it("looks at once when the network has changed", async () => {
    const { client, socket } = await signedIn();
    client.networkChanged();
    await socket.next("ping");
  });
});

describe("requests", () => {
  it("brings an error with its code and when to try again", async () => {
    const { client, socket } = await signedIn();
    const answer = client.getCall("c1").catch((error: unknown) => error);
    socket.error(await socket.next("call.get"), "rate_limited", { retryable: true, retryAfterMs: 700, details: { per: "user" } });
    expect(await answer).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: 700, details: { per: "user" } });
  });

  it("gives up on a request without an answer", async () => {
    const { client } = await signedIn({ requestTimeoutMs: 20 });
    await expect(client.getCall("c1")).rejects.toMatchObject({ code: "timeout", retryable: true });
  });

  it("does not send again what the service could not read", async () => {
    const { service, client, socket } = await signedIn();
    const answer = client.getCall("c1").catch((error: unknown) => error);
    await socket.next("call.get");
    socket.close(4413);
    expect(await answer).toMatchObject({ code: "too_large" });
    const again = await service.accept();
    await again.welcome({ resumed: true });
    await reached(client, "ready");
    expect(again.of("call.get")).toEqual([]);
  });

  it("rejects what is open when the client closes", async () => {
    const { client } = await signedIn();
    const answer = client.getCall("c1").catch((error: unknown) => error);
    await client.close();
    expect(await answer).toMatchObject({ code: "connection_closed" });
    await expect(client.listCalls()).rejects.toMatchObject({ code: "connection_closed" });
  });

  it("leaves a socket that sends no JSON", async () => {
    const { service, socket } = await signedIn();
    socket.webSocket.send("not json");
    expect(await socket.closed()).toBe(4400);
    await (await service.accept()).welcome();
  });
});
