import { describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { ActiveCall } from "../src/index.js";
import { FakePlatform, newClient, next, nextOf, reached } from "./support/client.js";
import { inCall } from "./support/in-call.js";
import { connection } from "./support/people.js";

describe("a call between two devices", () => {
  it("connects with the offer in the invitation and the answer in the acceptance alone", async () => {
    const { service, network, alicesCall, bobsCall } = await inCall();
    expect(service.requestsOf("alice", "call.invite")[0]?.data.description?.type).toBe("offer");
    expect(service.requestsOf("bob", "call.accept")[0]?.data.description?.type).toBe("answer");
    expect([...service.requestsOf("alice", "media.description"), ...service.requestsOf("bob", "media.description")]).toEqual([]);
    expect(network.all).toHaveLength(2);
    for (const call of [alicesCall, bobsCall]) {
      expect(call.remoteStream?.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
      expect(call.startedAt).toBe(1_795_190_000_500);
    }
  });

  it("takes its ICE servers from the service and keeps the app's own configuration", async () => {
    const { network } = await inCall({ client: { rtcConfiguration: { iceTransportPolicy: "relay" } } });
    expect(network.all[0]?.getConfiguration()).toEqual({
      iceTransportPolicy: "relay",
      iceServers: [{ urls: ["stun:stun.example"] }],
    });
  });

  it("addresses the user before the answer and the device after it, and says when gathering ends", async () => {
    const { service } = await inCall();
    const [early] = service.requestsOf("alice", "media.candidates");
    expect(early?.data).toMatchObject({ to: { userId: "bob" }, epoch: 0, end: true });
    expect(early?.data["candidates"]).toHaveLength(2);
    const [late] = service.requestsOf("bob", "media.candidates");
    expect(late?.data).toMatchObject({ to: { userId: "alice", deviceId: "laptop" } });
  });

  it("reports its connection and, now and then, its statistics", async () => {
    const { service } = await inCall({ client: { statsIntervalMs: 20 } });
    await vi.waitFor(() => {
      const states = service.requestsOf("alice", "media.connection").map(({ data }) => data["state"]);
      expect(states).toEqual(["connecting", "connected"]);
      expect(service.requestsOf("alice", "media.stats")[0]?.data).toMatchObject({
        peer: { userId: "bob", deviceId: "laptop" },
        rttMs: 12.3,
        jitterMs: 2,
        packetsLost: 0,
        packetsReceived: 200,
      });
    });
  });

  it("ends on both sides when one hangs up, and closes microphone and camera", async () => {
    const { alice, bob, alicesCall, bobsCall, network } = await inCall();
    const ended = nextOf(bobsCall, "ended");
    await alicesCall.hangup();
    expect(await ended).toMatchObject({ reason: "hangup", by: "alice" });
    expect(alicesCall.state).toBe("ended");
    expect([...alice.platform.devices.live, ...bob.platform.devices.live, ...network.all]).toEqual([]);
    expect([...alice.client.calls, ...bob.client.calls]).toEqual([]);
  });
});

describe("what a party sends", () => {
  it("mutes without closing the microphone, and tells the other party", async () => {
    const { alice, alicesCall, bobsCall } = await inCall();
    const heard = nextOf(bobsCall, "remoteMedia");
    await alicesCall.setMicrophone(false);
    expect(await heard).toEqual({ audio: false, video: true, screen: false, hold: false });
    const microphone = alice.platform.devices.opened.find(({ kind }) => kind === "audio");
    expect(microphone).toMatchObject({ enabled: false, readyState: "live" });
    await alicesCall.setMicrophone(true);
    expect(microphone?.enabled).toBe(true);
  });

  it("releases the camera when it is off and opens it again, without a negotiation", async () => {
    const { service, network, alice, alicesCall } = await inCall();
    await alicesCall.setCamera(false);
    expect(alice.platform.devices.live.map(({ kind }) => kind)).toEqual(["audio"]);
    const sender = network.all[0]!.getTransceivers()[1]!.sender;
    expect(sender.track).toBeNull();
    await alicesCall.setCamera(true);
    expect(sender.track?.readyState).toBe("live");
    expect(alicesCall.localMedia.video).toBe(true);
    expect(service.requestsOf("alice", "media.description")).toEqual([]);
  });

  it("turns a call begun by voice into one with pictures, in both directions", async () => {
    const { alicesCall, bobsCall } = await inCall({ invite: { media: "audio" } });
    const kinds = (call: ActiveCall) => call.remoteStream?.getTracks().map(({ kind }) => kind);
    expect(kinds(bobsCall)).toEqual(["audio"]);
    await alicesCall.setCamera(true);
    await vi.waitFor(() => expect(kinds(bobsCall)).toEqual(["audio", "video"]));
    await bobsCall.setCamera(true);
    await vi.waitFor(() => expect(kinds(alicesCall)).toEqual(["audio", "video"]));
    await connection(alicesCall, "connected");
  });

  it("comes to terms when both turn their cameras on at the same moment", async () => {
    const { network, alicesCall, bobsCall } = await inCall({ invite: { media: "audio" } });
    const errors = vi.fn();
    alicesCall.on("error", errors);
    bobsCall.on("error", errors);
    await Promise.all([alicesCall.setCamera(true), bobsCall.setCamera(true)]);
    await vi.waitFor(() => {
      for (const call of [alicesCall, bobsCall]) expect(call.remoteStream?.getTracks().map(({ kind }) => kind)).toContain("video");
      for (const { signalingState } of network.all) expect(signalingState).toBe("stable");
    });
    expect(errors).not.toHaveBeenCalled();
  });

  it("holds both directions and takes up again what was on", async () => {
    const { alice, alicesCall, bobsCall } = await inCall();
    await alicesCall.setMicrophone(false);
    await alicesCall.setHold(true);
    await vi.waitFor(() => expect(bobsCall.remoteMedia.hold).toBe(true));
    const enabled = () => alice.platform.devices.live.map((track) => track.enabled);
    expect(enabled()).toEqual([false, false]);
    expect(alicesCall.remoteStream?.getTracks().some((track) => track.enabled)).toBe(false);
    await alicesCall.setHold(false);
    expect(enabled()).toEqual([false, true]);
    expect(alicesCall.remoteStream?.getTracks().every((track) => track.enabled)).toBe(true);
  });

  it("never stops the tracks of a stream that the app opened", async () => {
    const own = new FakePlatform();
    const stream = await own.getUserMedia({ audio: true, video: true });
    const { alice, alicesCall } = await inCall({ invite: { stream } });
    await alicesCall.setCamera(false);
    await alicesCall.hangup();
    expect(own.devices.live).toHaveLength(2);
    expect(alice.platform.devices.opened).toEqual([]);
  });
});

describe("when the path breaks", () => {
  it("restarts ICE at once when the path has failed", async () => {
    const { network, alicesCall, bobsCall } = await inCall();
    const before = [...network.all];
    network.cut("failed");
    await connection(alicesCall, "failed");
    network.blocked = false;
    await Promise.all([connection(alicesCall, "connected"), connection(bobsCall, "connected")]);
    expect(network.all).toEqual(before);
  });

  it("restarts ICE when the path stays interrupted", async () => {
    const { network, alicesCall } = await inCall();
    network.cut("disconnected");
    await connection(alicesCall, "reconnecting");
    network.blocked = false;
    await connection(alicesCall, "connected");
  });

  it("restarts ICE when the app tells of another network", async () => {
    const { service, alice } = await inCall();
    alice.client.networkChanged();
    await vi.waitFor(() => expect(service.requestsOf("alice", "media.description")[0]?.data.description?.type).toBe("offer"));
  });
});

describe("when a socket breaks", () => {
  it("leaves media alone, and tells of the other party's absence", async () => {
    const { service, network, alice, alicesCall, bobsCall } = await inCall();
    const before = [...network.all];
    const gone = nextOf(bobsCall, "reconnecting");
    const back = nextOf(bobsCall, "reconnected");
    service.drop("alice");
    expect(await gone).toEqual({ userId: "alice", deviceId: "laptop" });
    await back;
    await reached(alice.client, "ready");
    expect(network.all).toEqual(before);
    expect([alicesCall.connection, bobsCall.connection]).toEqual(["connected", "connected"]);
  });

  it("begins anew, with the same tracks, where the service had lost the session", async () => {
    const { service, network, alice, alicesCall, bobsCall } = await inCall();
    const before = [...network.all];
    service.forget("alice");
    await vi.waitFor(() => expect(network.all.some((connection) => before.includes(connection))).toBe(false));
    await Promise.all([connection(alicesCall, "connected"), connection(bobsCall, "connected")]);
    expect(network.all).toHaveLength(2);
    expect(alice.platform.devices.opened).toHaveLength(2);
  });

  it("finds together where the service had lost both sessions", async () => {
    const { service, network, alicesCall, bobsCall } = await inCall();
    const before = [...network.all];
    service.forget("alice");
    service.forget("bob");
    await vi.waitFor(() => expect(network.all.some((connection) => before.includes(connection))).toBe(false));
    await Promise.all([connection(alicesCall, "connected"), connection(bobsCall, "connected")]);
  });

  it("is taken up again by a page that was loaded anew", async () => {
    let isGone = false;
    class PageSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string[]) {
        if (isGone) throw new Error("no such page any more");
        super(url, protocols);
      }
    }
    const { service, network, alice, bobsCall } = await inCall({ client: { webSocket: PageSocket } });
    isGone = true;
    service.forget("alice");
    await reached(alice.client, "closed");
    const reloaded = newClient(service.url, { token: "alice", media: new FakePlatform(network) });
    const restored = next(reloaded, "restored");
    await reloaded.connect();
    const call = await restored;
    if (call.state !== "detached") throw new Error(call.state);
    expect(reloaded.calls).toEqual([call]);
    const stream = nextOf(bobsCall, "remoteStream");
    const rejoined = await call.rejoin();
    await stream;
    await Promise.all([connection(rejoined, "connected"), connection(bobsCall, "connected")]);
    expect(rejoined.remoteStream?.getTracks()).toHaveLength(2);
  });
});
