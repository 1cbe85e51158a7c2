import { describe, expect, it, vi } from "vitest";
import type { CallView, IncomingCall, OutgoingCall } from "../src/index.js";
import { FakePlatform, next, nextOf, reached, signedIn } from "./support/client.js";
import { FakeNetwork, FakePeerConnection } from "./support/peer-connection.js";
import type { READY, RequestFrame, ScriptedSocket } from "./support/scripted-service.js";
import { callView } from "./support/views.js";

const BOBS_PHONE = { userId: "bob", deviceId: "phone" };
const OWN = { userId: "alice", deviceId: "laptop" };

/** A connection of the other party, outside of any client. */
async function remoteOffer(network: FakeNetwork): Promise<{ pc: FakePeerConnection; description: { type: string; sdp: string } }> {
  const pc = new FakePeerConnection(network, {});
  pc.addTransceiver("audio");
  pc.addTransceiver("video");
  await pc.setLocalDescription();
  return { pc, description: pc.localDescription! };
}

function grantIceServers(socket: ScriptedSocket): void {
  void socket.next("media.iceServers").then((request) => socket.ok(request, { iceServers: [] }));
}

/** Alice calls bob, and the service took it. */
async function calling(): Promise<
  { call: OutgoingCall; view: CallView; invite: RequestFrame; network: FakeNetwork } & Awaited<ReturnType<typeof signedIn>>
> {
  const network = new FakeNetwork();
  const signed = await signedIn({ media: new FakePlatform(network) });
  const { client, socket } = signed;
  grantIceServers(socket);
  const invited = client.invite("bob", { media: "video" });
  const invite = await socket.next("call.invite");
  const view = viewOf(invite);
  socket.ok(invite, view);
  const call = await invited;
  if (call.state !== "outgoing") throw new Error(call.state);
  return { ...signed, call, view, invite, network };
}

/** What the service makes of an invitation by alice. */
function viewOf(invite: RequestFrame, changes: Partial<CallView> = {}): CallView {
  const [caller, callee] = callView().parties;
  const parties = [
    { ...caller!, ...OWN },
    { ...callee!, userId: "bob" },
  ];
  return callView({ callId: invite.data.callId!, from: OWN, parties, ...changes });
}

/** Bob calls alice; her client knows. */
async function ringing(withOffer = true) {
  const network = new FakeNetwork();
  const platform = new FakePlatform(network);
  const signed = await signedIn({ media: platform });
  const incoming = next(signed.client, "incoming");
  const { pc, description } = await remoteOffer(network);
  signed.socket.event("call.invited", { callId: "c1", version: 1, call: callView(), ...(withOffer ? { description } : {}) });
  return { ...signed, network, platform, pc, description, call: await incoming };
}

function answered(view: CallView, deviceId = "laptop", version = 3): CallView {
  const [caller, callee] = view.parties;
  const parties = [caller!, { ...callee!, deviceId, state: "connecting" as const }];
  return { ...view, version, state: "active", startedAt: 1_795_190_000_100, parties };
}

describe("an outgoing call", () => {
  it("follows the progress of the invitation", async () => {
    const { call, socket, client } = await calling();
    expect(call.progress).toBe("calling");
    expect(client.calls).toEqual([call]);
    const rang = nextOf(call, "ringing");
    socket.event("call.ringing", { callId: call.id, version: 2, ...BOBS_PHONE });
    expect(await rang).toEqual(BOBS_PHONE);
    expect(call.progress).toBe("ringing");
  });

  it.each(["declined", "busy", "dnd"] as const)("ends %s with the reason of the service", async (reason) => {
    const { call, socket } = await calling();
    const ended = nextOf(call, "ended");
    socket.event("call.rejected", { callId: call.id, version: 2, userId: "bob", reason });
    socket.event("call.ended", { callId: call.id, version: 2, reason: "declined", by: "bob", durationMs: 0 });
    expect(await ended).toEqual({ reason: "declined", by: "bob", durationMs: 0 });
  });

  it("is cancelled by hanging up, at once for this device", async () => {
    const { call, socket, client, network } = await calling();
    const done = call.hangup();
    expect([client.calls, network.all]).toEqual([[], []]);
    const request = await socket.next("call.hangup");
    expect(request.data).toEqual({ callId: call.id, reason: "cancelled" });
    socket.error(request, "call_ended");
    await done;
    await expect(call.hangup()).rejects.toMatchObject({ code: "invalid_state" });
  });

  it("can be cancelled before the service has answered", async () => {
    const { client, socket } = await signedIn();
    grantIceServers(socket);
    const abort = new AbortController();
    const invited = client.invite("bob", { media: "audio", signal: abort.signal }).catch((error: unknown) => error);
    const invite = await socket.next("call.invite");
    abort.abort();
    expect((await socket.next("call.hangup")).data.callId).toBe(invite.data.callId);
    socket.ok(invite, viewOf(invite));
    expect(await invited).toMatchObject({ code: "call_ended" });
    expect(client.calls).toEqual([]);
  });

  it("is refused where no microphone may be used, and never reaches the service", async () => {
    const platform = new FakePlatform();
    platform.devices.denied = true;
    const { client, socket } = await signedIn({ media: platform });
    await expect(client.invite("bob", { media: "audio" })).rejects.toMatchObject({
      code: "media_unavailable",
      message: "Permission denied",
    });
    expect(socket.of("call.invite")).toEqual([]);
    expect(client.calls).toEqual([]);
  });

  it("rejects with the error of the service and releases the camera", async () => {
    const platform = new FakePlatform();
    const { client, socket } = await signedIn({ media: platform });
    grantIceServers(socket);
    const invited = client.invite("nobody", { media: "video" }).catch((error: unknown) => error);
    socket.error(await socket.next("call.invite"), "user_unknown");
    expect(await invited).toMatchObject({ code: "user_unknown" });
    expect(platform.devices.live).toEqual([]);
  });

  it("takes an answer that an overtaking reply has made old news", async () => {
    const { call, socket, view, network } = await calling();
    const bob = new FakePeerConnection(network, {});
    const offer = network.all[0]!.localDescription!;
    await bob.setRemoteDescription(offer);
    await bob.setLocalDescription();
    const active = nextOf(call, "state");
    socket.event("call.state", { callId: call.id, version: 9, call: { ...answered(view, "phone", 9) } });
    await active;
    socket.event("call.accepted", { callId: call.id, version: 3, ...BOBS_PHONE, description: bob.localDescription });
    await vi.waitFor(() => expect(network.all[0]!.signalingState).toBe("stable"));
  });

  it("survives a lost node before the service had answered: the same invitation goes out again", async () => {
    const { service, client, socket } = await signedIn();
    grantIceServers(socket);
    const invited = client.invite("bob", { media: "audio" });
    const invite = await socket.next("call.invite");
    socket.drop();
    const again = await service.accept();
    await again.welcome({ resumed: false });
    const repeated = await again.next("call.invite");
    expect(repeated).toEqual(invite);
    again.ok(repeated, viewOf(repeated));
    expect((await invited).state).toBe("outgoing");
  });
});

describe("an incoming call", () => {
  it("is told to the service as ringing", async () => {
    const { socket, call } = await ringing();
    expect((await socket.next("call.ringing")).data).toEqual({ callId: "c1" });
    expect(call).toMatchObject({
      state: "incoming",
      direction: "incoming",
      peer: BOBS_PHONE,
      media: "video",
      expiresAt: 1_795_190_060_000,
    });
  });

  it("is accepted with an answer, once", async () => {
    const { socket, call } = await ringing();
    grantIceServers(socket);
    const both = Promise.all([call.accept({ userInfo: { mood: "good" } }), call.accept()]);
    const request = await socket.next("call.accept");
    expect(request.data).toMatchObject({ callId: "c1", userInfo: { mood: "good" }, description: { type: "answer" } });
    socket.ok(request, answered(callView()));
    const [active] = await both;
    expect(active.state).toBe("active");
    expect(socket.of("call.accept")).toHaveLength(1);
    expect((await socket.next("media.state")).data).toMatchObject({ audio: true, video: true });
  });

  it("is answered by an own offer where it came without one", async () => {
    const { socket, call } = await ringing(false);
    grantIceServers(socket);
    const accepted = call.accept();
    const request = await socket.next("call.accept");
    expect(request.data).not.toHaveProperty("description");
    socket.ok(request, answered(callView()));
    expect((await socket.next("media.description")).data).toMatchObject({ to: BOBS_PHONE, epoch: 0, description: { type: "offer" } });
    await accepted;
  });

  it("goes on ringing where the camera is not to be had, and can be accepted then", async () => {
    const { socket, call, platform } = await ringing();
    platform.devices.denied = true;
    await expect(call.accept()).rejects.toMatchObject({ code: "media_unavailable" });
    expect(call.state).toBe("incoming");
    platform.devices.denied = false;
    grantIceServers(socket);
    const accepted = call.accept();
    socket.ok(await socket.next("call.accept"), answered(callView()));
    expect((await accepted).state).toBe("active");
  });

  it("stops when another device was first, and says which", async () => {
    const { socket, call, client, platform } = await ringing();
    grantIceServers(socket);
    const refused = call.accept().catch((error: unknown) => error);
    const elsewhere = nextOf(call, "handledElsewhere");
    socket.error(await socket.next("call.accept"), "answered_elsewhere");
    socket.event("call.handledElsewhere", { callId: "c1", version: 3, outcome: "accepted", deviceId: "tablet" });
    expect(await refused).toMatchObject({ code: "answered_elsewhere" });
    expect(await elsewhere).toEqual({ outcome: "accepted", deviceId: "tablet" });
    expect(call).toMatchObject({ state: "elsewhere", handled: { deviceId: "tablet" } });
    expect([client.calls, platform.devices.live]).toEqual([[], []]);
  });

  it("is rejected for all devices", async () => {
    const { socket, call } = await ringing();
    const done = call.reject("busy");
    const request = await socket.next("call.reject");
    expect(request.data).toEqual({ callId: "c1", reason: "busy" });
    socket.ok(request);
    await done;
    expect(call).toMatchObject({ state: "ended", end: { reason: "busy", by: "alice", durationMs: 0 } });
  });

  it("ends when the caller gives up, also while it is being answered", async () => {
    const { socket, call, platform } = await ringing();
    grantIceServers(socket);
    const refused = call.accept().catch((error: unknown) => error);
    const request = await socket.next("call.accept");
    socket.event("call.ended", { callId: "c1", version: 2, reason: "cancelled", by: "bob", durationMs: 0 });
    socket.error(request, "call_ended");
    expect(await refused).toMatchObject({ code: "call_ended" });
    expect(call).toMatchObject({ state: "ended", end: { reason: "cancelled" } });
    expect(platform.devices.live).toEqual([]);
  });

  it("is not raised again by what comes late", async () => {
    const { socket, call, client } = await ringing();
    const ended = nextOf(call, "ended");
    socket.event("call.ended", { callId: "c1", version: 2, reason: "cancelled", durationMs: 0 });
    await ended;
    const incoming = vi.fn();
    client.on("incoming", incoming);
    socket.event("call.invited", { callId: "c1", version: 1, call: callView() });
    socket.event("call.invited", { callId: "c2", version: 1, call: callView({ callId: "c2" }) });
    await vi.waitFor(() => expect(incoming).toHaveBeenCalled());
    expect(incoming.mock.calls.map(([late]) => (late as IncomingCall).id)).toEqual(["c2"]);
  });
});

describe("media on the way", () => {
  async function active() {
    const rang = await ringing();
    grantIceServers(rang.socket);
    const accepted = rang.call.accept();
    const request = await rang.socket.next("call.accept");
    rang.socket.ok(request, answered(callView()));
    await rang.pc.setRemoteDescription(request.data.description as { type: "answer"; sdp: string });
    const own = rang.network.all.find((pc) => pc !== rang.pc)!;
    return { ...rang, active: await accepted, own };
  }

  it("takes the offer of another peer connection as a beginning, before or without word of a new instance", async () => {
    const { socket, network, own, active: call } = await active();
    grantIceServers(socket);
    const { pc, description } = await remoteOffer(network);
    socket.event("media.description", { callId: "c1", from: BOBS_PHONE, epoch: 0, description });
    const answer = await socket.next("media.description");
    expect(answer.data.description?.type).toBe("answer");
    await pc.setRemoteDescription(answer.data.description as { type: "answer"; sdp: string });
    expect(network.all).not.toContain(own);
    const fresh = network.all.at(-1);
    // The word that comes after it means the connection that is there already.
    const muted = nextOf(call, "remoteMedia");
    socket.event("call.partyReconnected", { callId: "c1", version: 5, ...BOBS_PHONE, instance: 1 });
    socket.event("media.state", { callId: "c1", version: 6, from: BOBS_PHONE, audio: false, video: true, screen: false, hold: false });
    await muted;
    expect(network.all).toContain(fresh);
  });

  it("drops the connection to an instance that is gone and waits for the new one's offer", async () => {
    const { socket, network, own, active: call } = await active();
    socket.event("call.partyReconnected", { callId: "c1", version: 5, ...BOBS_PHONE, instance: 1 });
    await vi.waitFor(() => expect(call.connection).toBe("reconnecting"));
    expect(network.all).not.toContain(own);
    expect(socket.of("media.description")).toEqual([]);
  });

  it("ignores candidates of an offer that is no more", async () => {
    const { socket, own, active: call } = await active();
    const errors = vi.fn();
    call.on("error", errors);
    const ufrag = /ice-ufrag:(\S+)/.exec(own.remoteDescription!.sdp)?.[1] ?? "";
    const candidate = (usernameFragment: string) => ({
      candidate: "candidate:1 1 udp 1 192.0.2.9 9 typ host",
      sdpMid: "0",
      usernameFragment,
    });
    socket.event("media.candidates", { callId: "c1", from: BOBS_PHONE, epoch: 0, candidates: [candidate("stale"), candidate(ufrag)] });
    await vi.waitFor(() => expect(own.received).toEqual([candidate(ufrag)]));
    expect(errors).not.toHaveBeenCalled();
  });

  it("renews the credentials of its ICE servers", async () => {
    const { socket, own } = await active();
    const iceServers = [{ urls: ["turn:turn.example"], username: "1:alice", credential: "new" }];
    socket.event("media.iceServers", { iceServers, expiresAt: 1_795_190_600_000 });
    await vi.waitFor(() => expect(own.getConfiguration().iceServers).toEqual(iceServers));
  });

  it("says what the service refused of it", async () => {
    const { socket, active: call } = await active();
    const error = nextOf(call, "error");
    socket.error(await socket.next("media.state"), "invalid_state");
    expect(await error).toMatchObject({ code: "invalid_state" });
  });
});

describe("two invitations that cross", () => {
  it("turns a refused invitation into the other's call, with the camera that is open", async () => {
    const network = new FakeNetwork();
    const platform = new FakePlatform(network);
    const { client, socket } = await signedIn({ media: platform });
    grantIceServers(socket);
    const invited = client.invite("bob", { media: "video" });
    const invite = await socket.next("call.invite");
    const survivor = answered(callView({ callId: "a-lower-id" }));
    const { description } = await remoteOffer(network);
    grantIceServers(socket);
    socket.ok(invite, survivor);
    socket.event("call.ended", { callId: invite.data.callId, version: 1, reason: "replaced", durationMs: 0 });
    socket.event("call.accepted", { callId: "a-lower-id", version: 3, ...OWN, call: survivor, description });
    const call = await invited;
    expect(call).toMatchObject({ id: "a-lower-id", state: "active", peer: BOBS_PHONE });
    expect((await socket.next("media.description")).data).toMatchObject({
      callId: "a-lower-id",
      to: BOBS_PHONE,
      description: { type: "answer" },
    });
    expect(platform.devices.opened).toHaveLength(2);
    expect(platform.devices.live).toHaveLength(2);
  });

  it("replaces a call that was ringing already, by the same tracks", async () => {
    const { call, socket, client, network } = await calling();
    const replaced = next(client, "replaced");
    const survivor = answered(callView({ callId: "a-lower-id" }));
    const { description } = await remoteOffer(network);
    grantIceServers(socket);
    socket.event("call.ended", { callId: call.id, version: 2, reason: "replaced", durationMs: 0 });
    // Without the view in the event the client asks for it.
    socket.event("call.accepted", { callId: "a-lower-id", version: 3, ...OWN, description });
    socket.ok(await socket.next("call.get"), survivor);
    const { ended, call: survivingCall } = await replaced;
    expect(ended).toMatchObject({ id: call.id, state: "ended", end: { reason: "replaced" } });
    expect(survivingCall).toMatchObject({ id: "a-lower-id", state: "active", localStream: expect.anything() as MediaStream });
    expect((await socket.next("media.description")).data.description?.type).toBe("answer");
  });
});

describe("a new session", () => {
  it("ends calls that are not in the snapshot, with the reason where it is known", async () => {
    const { service, call, socket } = await calling();
    const ended = nextOf(call, "ended");
    socket.drop();
    await (await service.accept()).welcome({ calls: [], recentlyEnded: [{ callId: call.id, reason: "declined" }] });
    expect(await ended).toEqual({ reason: "declined", durationMs: 0 });
  });

  it("brings calls up to date that are", async () => {
    const { service, call, socket, view } = await calling();
    const active = nextOf(call, "state");
    socket.drop();
    await (await service.accept()).welcome({ calls: [answered(view, "phone")] });
    expect((await active).state).toBe("active");
  });

  it("keeps what it knows where the snapshot is older", async () => {
    const { service, client, call, socket, view } = await calling();
    const rang = nextOf(call, "ringing");
    socket.event("call.ringing", { callId: call.id, version: 5, ...BOBS_PHONE });
    await rang;
    socket.drop();
    const missed = next(client, "missedCalls");
    await (await service.accept()).welcome({ calls: [{ ...view, version: 4 }] });
    await missed;
    expect(call.progress).toBe("ringing");
  });

  it("repeats its offer when the other party came back before it was answered", async () => {
    const parties = callView().parties.map((party) => ({
      ...party,
      deviceId: party.userId === "alice" ? "laptop" : "phone",
      state: "connected" as const,
    }));
    const mine = callView({ state: "active", startedAt: 1_795_190_000_100, version: 3, parties });
    const { client, socket } = await signedIn({}, { calls: [mine] });
    grantIceServers(socket);
    const [call] = client.calls;
    if (call?.state !== "detached") throw new Error(call?.state);
    await call.rejoin();
    const offer = await socket.next("media.description");
    socket.event("call.partyReconnected", { callId: "c1", version: 4, ...BOBS_PHONE, instance: 1 });
    expect((await socket.next("media.description")).data).toEqual(offer.data);
  });

  it("does not bring back a call that was hung up meanwhile", async () => {
    const { service, call, socket, client, view } = await calling();
    socket.drop();
    const done = call.hangup();
    const again = await service.accept();
    const restored = vi.fn();
    client.on("restored", restored);
    await again.welcome({ calls: [view] });
    again.ok(await again.next("call.hangup"));
    await done;
    expect(restored).not.toHaveBeenCalled();
    expect(client.calls).toEqual([]);
  });

  it("restores after a reload what this device had a part in, and nothing else", async () => {
    const parties = callView().parties.map((party) =>
      party.userId === "alice" ? { ...party, deviceId: "laptop", state: "reconnecting" as const } : party,
    );
    const mine = callView({ callId: "mine", state: "active", startedAt: 1_795_190_000_100, parties });
    const onTablet = answered(callView({ callId: "tablet" }), "tablet");
    const invited = callView({ callId: "ringing" });
    const { client } = await signedIn({}, { calls: [mine, onTablet, invited] as typeof READY.calls });
    expect(client.calls.map(({ id, state }) => [id, state])).toEqual([["mine", "detached"]]);
  });

  it("tells how many calls were missed", async () => {
    const { service, client, socket } = await signedIn();
    const missed = next(client, "missedCalls");
    socket.drop();
    await (await service.accept()).welcome({ missedCalls: 3 });
    expect(await missed).toBe(3);
    await reached(client, "ready");
  });
});
