import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyEvent, type CallEvent } from "../src/call-view.js";
import { Emitter } from "../src/emitter.js";
import { CarillonClient, type CallView, webResumeStore } from "../src/index.js";
import { CandidateBatch } from "../src/media/candidate-batch.js";
import { type Quality, qualityOf, transmissionRating } from "../src/media/quality.js";
import { summarize } from "../src/media/stats.js";
import { Backoff } from "../src/backoff.js";
import { Serial } from "../src/serial.js";
import { uuidV7 } from "../src/uuid.js";
import { atEnd } from "./support/setup.js";
import { callView } from "./support/views.js";

describe("a batch of candidates", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const candidate = (port: number): RTCIceCandidateInit => ({ candidate: `candidate:${port}` });

  it("leaves after a moment, together", () => {
    const send = vi.fn();
    const batch = new CandidateBatch(send);
    batch.release();
    batch.add(candidate(1));
    batch.add(candidate(2));
    batch.end();
    expect(send).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(send.mock.calls).toEqual([[[candidate(1), candidate(2)], true]]);
  });

  it("never carries more than sixty-four, and ends with the last", () => {
    const send = vi.fn();
    const batch = new CandidateBatch(send);
    for (let port = 0; port < 130; port++) batch.add(candidate(port));
    batch.end();
    batch.release();
    vi.runAllTimers();
    expect(send.mock.calls.map(([candidates, end]) => [(candidates as unknown[]).length, end])).toEqual([
      [64, false],
      [64, false],
      [2, true],
    ]);
  });

  it("waits while it is held", () => {
    const send = vi.fn();
    const batch = new CandidateBatch(send);
    batch.add(candidate(1));
    vi.runAllTimers();
    expect(send).not.toHaveBeenCalled();
    batch.release();
    vi.runAllTimers();
    expect(send).toHaveBeenCalledOnce();
  });
});

describe("the view of a call", () => {
  const ringing = (version: number): CallEvent => ({
    type: "call.ringing",
    ts: 5,
    data: { callId: "c1", version, userId: "alice", deviceId: "laptop" },
  });

  it("takes events of an equal or newer version", () => {
    expect(applyEvent(callView({ version: 3 }), ringing(3)).parties[1]?.state).toBe("ringing");
    expect(applyEvent(callView({ version: 3 }), ringing(4))).toMatchObject({ version: 4 });
  });

  it("leaves what is older", () => {
    const view = callView({ version: 3 });
    expect(applyEvent(view, ringing(2))).toBe(view);
  });

  it("does not let a party fall back from an answer to ringing", () => {
    const accepted = applyEvent(callView(), {
      type: "call.accepted",
      ts: 7,
      data: { callId: "c1", version: 2, userId: "alice", deviceId: "laptop" },
    });
    expect(accepted).toMatchObject({ state: "active", startedAt: 7 });
    expect(applyEvent(accepted, ringing(2)).parties[1]).toMatchObject({ state: "connecting", deviceId: "laptop" });
  });

  it("puts who enters behind those who are in and before those who are rung", () => {
    const flags = callView().parties[0]!.media;
    const parties = [
      { userId: "bob", deviceId: "phone", instance: 1, state: "left" as const, media: flags },
      { userId: "carol", deviceId: "desk", instance: 1, state: "connected" as const, media: flags },
      { userId: "dave", instance: 1, state: "ringing" as const, media: flags },
      { userId: "erin", instance: 1, state: "invited" as const, media: flags },
    ];
    const join = (view: CallView, userId: string, extra: object = {}): CallView =>
      applyEvent(view, {
        type: "call.partyJoined",
        ts: 7,
        data: { callId: "c1", version: view.version + 1, userId, deviceId: "pad", instance: 1, ...extra },
      });
    const order = (view: CallView): string[] => view.parties.map(({ userId }) => userId);
    const view = callView({ group: true, state: "active", parties });
    expect(order(join(view, "erin"))).toEqual(["bob", "carol", "erin", "dave"]);
    expect(order(join(view, "frank"))).toEqual(["bob", "carol", "frank", "dave", "erin"]);
    // The creator leads until it comes back itself.
    expect(order(join({ ...view, parties: parties.slice(0, 1) }, "frank"))).toEqual(["bob", "frank"]);
    expect(order(join(view, "bob"))).toEqual(["carol", "bob", "dave", "erin"]);
    // Who hands over stays where it is.
    const moved = join(view, "carol", { instance: 2, replaces: "desk" });
    expect(order(moved)).toEqual(order(view));
    expect(moved.parties[1]).toMatchObject({ deviceId: "pad", instance: 2, state: "connecting" });
  });

  it("leaves who is in where a hand-over came to nothing", () => {
    const view = callView({ state: "active", parties: callView().parties.map((party) => ({ ...party, state: "connected" as const })) });
    const tell = (event: CallEvent): CallView => applyEvent(view, event);
    expect(tell({ type: "call.noAnswer", ts: 1, data: { callId: "c1", version: 2, userId: "alice" } }).parties).toEqual(view.parties);
    expect(tell({ type: "call.rejected", ts: 1, data: { callId: "c1", version: 2, userId: "alice", reason: "declined" } }).parties).toEqual(
      view.parties,
    );
  });

  it("follows the topology, and whether media is interrupted", () => {
    const tell = (view: CallView, version: number, change: { epoch: number; interrupted?: boolean }): CallView =>
      applyEvent(view, { type: "media.topology", ts: 1, data: { callId: "c1", version, topology: "sfu", ...change } });
    const waiting = tell(callView(), 2, { epoch: 1, interrupted: true });
    expect(waiting).toMatchObject({ version: 2, topology: "sfu", epoch: 1, interrupted: true });
    expect(tell(waiting, 3, { epoch: 2 })).toEqual({ ...callView(), version: 3, topology: "sfu", epoch: 2 });
    expect(tell(waiting, 1, { epoch: 0 })).toBe(waiting);
  });

  it("shows who is muted, and that what is muted is not sent", () => {
    const tell = (view: CallView, tracks: { audio: boolean; video: boolean; screen: boolean }): CallView =>
      applyEvent(view, { type: "call.muted", ts: 1, data: { callId: "c1", version: 2, userId: "bob", deviceId: "phone", ...tracks } });
    const muted = tell(callView(), { audio: true, video: false, screen: true });
    expect(muted.parties[0]).toMatchObject({
      media: { audio: false, video: true, screen: false },
      muted: { audio: true, video: false, screen: true },
    });
    expect(tell(muted, { audio: false, video: false, screen: false }).parties[0]).not.toHaveProperty("muted");
  });

  it("keeps the instance where an event does not name one", () => {
    const view = callView({ parties: callView().parties.map((party) => ({ ...party, instance: 2 })) });
    const back = applyEvent(view, {
      type: "call.partyReconnected",
      ts: 7,
      data: { callId: "c1", version: 2, userId: "bob", deviceId: "phone" },
    });
    expect(back.parties[0]).toMatchObject({ state: "connected", instance: 2 });
  });
});

describe("statistics", () => {
  const report = (bytesReceived: number, timestamp: number) =>
    new Map<string, object>([
      ["a", { type: "inbound-rtp", kind: "audio", timestamp, bytesReceived, packetsReceived: 10, packetsLost: -2, jitter: 0.004 }],
      ["v", { type: "inbound-rtp", kind: "video", timestamp, bytesReceived: 0, packetsReceived: 5, packetsLost: 1, framesPerSecond: 24 }],
      ["old", { type: "candidate-pair", state: "failed", nominated: false, currentRoundTripTime: 9 }],
    ]) as unknown as RTCStatsReport;

  it("tells the bit rate from two samples, and only what is known", () => {
    const first = summarize(report(1_000, 1_000), undefined);
    expect(first.stats).toEqual({ packetsLost: 0, packetsReceived: 15, jitterMs: 4, framesPerSecond: 24 });
    expect(summarize(report(26_000, 3_000), first.sample).stats.bitrateKbps).toBe(100);
  });

  it("tell how it went between two samples, by the jitter of the sound", () => {
    const before = { atMs: 0, bytes: 0, packetsLost: -6, packetsReceived: 0 };
    expect(summarize(report(1_000, 1_000), before).reception).toEqual({ lostShare: 5 / 20, rttMs: 0, jitterMs: 4 });
    expect(summarize(report(1_000, 1_000), undefined).reception).toBeUndefined();
    expect(summarize(report(1_000, 1_000), { ...before, packetsReceived: 15 }).reception).toBeUndefined();
  });
});

describe("call quality", () => {
  it("rates as the E-model does", () => {
    const rate = (lostShare: number, rttMs: number, jitterMs: number): number => transmissionRating({ lostShare, rttMs, jitterMs });
    expect(rate(0, 0, 0)).toBeCloseTo(93.72);
    // 5 % loss: 95 * 5 / 30.1.
    expect(rate(0, 0, 0) - rate(0.05, 0, 0)).toBeCloseTo(15.78);
    // A one-way delay of 277.3 ms: 0.024 * 277.3 + 0.11 * 100.
    expect(94.2 - rate(0, 514.6, 0)).toBeCloseTo(17.66);
  });

  it.each<[string, number, number, number, Quality]>([
    ["a good line", 0, 60, 3, 5],
    ["some loss", 0.02, 60, 3, 4],
    ["more loss", 0.05, 60, 5, 3],
    ["a satellite", 0.01, 600, 10, 2],
    ["a train", 0.1, 150, 20, 2],
    ["hardly a line", 0.25, 300, 40, 1],
  ])("gives %s its step", (_, lostShare, rttMs, jitterMs, quality) => {
    expect(qualityOf({ lostShare, rttMs, jitterMs })).toBe(quality);
  });
});

describe("the small parts", () => {
  it("an emitter tells the others when one listener throws, and reports that one", async () => {
    const thrown = vi.fn();
    process.once("uncaughtException", thrown);
    const listeners = process.listeners("uncaughtException").filter((listener) => listener !== thrown);
    for (const listener of listeners) process.off("uncaughtException", listener);
    const emitter = new Emitter<{ event: number }>();
    const heard = vi.fn();
    emitter.on("event", () => {
      throw new Error("of the app");
    });
    emitter.on("event", heard);
    emitter.emit("event", 1);
    expect(heard).toHaveBeenCalledWith(1);
    await vi.waitFor(() => expect(thrown).toHaveBeenCalled());
    for (const listener of listeners) process.on("uncaughtException", listener);
  });

  it("a listener that was taken off hears nothing more", () => {
    const emitter = new Emitter<{ event: number }>();
    const heard = vi.fn();
    const off = emitter.on("event", heard);
    emitter.once("event", heard);
    emitter.emit("event", 1);
    off();
    emitter.emit("event", 2);
    expect(heard.mock.calls).toEqual([[1], [1]]);
  });

  it("a web resume store gives back what it was given, and nothing where that is spoilt", () => {
    const items = new Map<string, string>();
    const store = webResumeStore({
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    });
    expect(store.get()).toBeUndefined();
    store.set({ resumeToken: "t", lastSeq: 4, liveCalls: true });
    expect(store.get()).toEqual({ resumeToken: "t", lastSeq: 4, liveCalls: true });
    for (const spoilt of ["{", "null", '{"resumeToken":1,"lastSeq":2}']) {
      items.set("carillon.resume", spoilt);
      expect(store.get()).toBeUndefined();
    }
    store.set(undefined);
    expect(items.size).toBe(0);
  });

  it("delays stay below a bound that doubles up to its limit, and begin anew", () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const backoff = new Backoff(100, 500);
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 400, 500]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
    vi.restoreAllMocks();
  });

  it("serial tasks run in order, also after one that failed", async () => {
    const serial = new Serial();
    const order: number[] = [];
    const first = serial.run(async () => {
      await Promise.resolve();
      order.push(1);
      throw new Error("first");
    });
    const second = serial.run(async () => order.push(2));
    await expect(first).rejects.toThrow("first");
    await second;
    expect(order).toEqual([1, 2]);
  });

  it("call ids are UUIDs of version 7, in the order of their times", () => {
    const ids = [1_795_190_000_000, 1_795_190_000_001, 1_795_200_000_000].map(uuidV7);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe("the address of the service", () => {
  function dialled(url: string): Promise<string> {
    return new Promise((resolve) => {
      class Socket {
        onmessage = null;
        onclose = null;
        onerror = null;
        constructor(address: string) {
          resolve(address);
        }
        send(): void {}
        close(): void {}
      }
      const client = new CarillonClient({ url, token: "jwt", device: { id: "laptop" }, webSocket: Socket });
      atEnd(() => client.close());
      client.connect().catch(() => undefined);
    });
  }

  it.each([
    ["https://calls.example", "wss://calls.example/v1/ws"],
    ["http://localhost:8080/", "ws://localhost:8080/v1/ws"],
    ["HTTPS://calls.example/behind/a/proxy", "wss://calls.example/behind/a/proxy"],
    ["wss://calls.example/v1/ws?via=eu", "wss://calls.example/v1/ws?via=eu"],
    ["ws://[::1]:8080", "ws://[::1]:8080"],
  ])("%s leads to %s", async (url, socket) => {
    expect(await dialled(url)).toBe(socket);
  });

  it.each(["calls.example", "/v1/ws", "", "ftp://calls.example"])("%s leads nowhere", (url) => {
    expect(() => new CarillonClient({ url, token: "jwt", device: { id: "laptop" } })).toThrow(/options\.url/);
  });
});
