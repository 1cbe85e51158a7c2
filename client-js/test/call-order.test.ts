import { describe, expect, it, vi } from "vitest";
import type { CallView, IncomingCall, Party } from "../src/index.js";
import { FakePlatform, next, nextOf, signedIn } from "./support/client.js";
import { FakeNetwork, FakePeerConnection } from "./support/peer-connection.js";
import type { ScriptedSocket } from "./support/scripted-service.js";
import { callView } from "./support/views.js";

const FLAGS = { audio: true, video: true, screen: false, hold: false };

function party(userId: string, state: Party["state"], deviceId?: string): Party {
  return { userId, instance: 1, state, media: FLAGS, ...(deviceId === undefined ? {} : { deviceId }) };
}

const BOB = party("bob", "connected", "phone");
const CAROL = party("carol", "connected", "desk");
const DAVE = party("dave", "connecting", "pad");
const ALICE = party("alice", "connecting", "laptop");

function group(version: number, parties: Party[], changes: Partial<CallView> = {}): CallView {
  return callView({ version, group: true, state: "active", startedAt: 1, parties, ...changes });
}

function grantIceServers(socket: ScriptedSocket): void {
  void socket.next("media.iceServers").then((request) => socket.ok(request, { iceServers: [], expiresAt: Number.MAX_SAFE_INTEGER }));
}

async function offerOf(network: FakeNetwork): Promise<{ type: string; sdp: string }> {
  const pc = new FakePeerConnection(network, {});
  pc.addTransceiver("audio");
  await pc.setLocalDescription();
  return pc.localDescription!;
}

function addressees(socket: ScriptedSocket, type: "offer" | "answer"): string[] {
  const sent = socket.of("media.description").filter(({ data }) => data.description?.type === type);
  return sent.map(({ data }) => (data["to"] as { userId: string }).userId);
}

function offersGoTo(socket: ScriptedSocket, users: string[]): Promise<void> {
  return vi.waitFor(() => expect(addressees(socket, "offer")).toEqual(users));
}

/** Alice is rung into a call in which bob and carol are. */
async function ringing(extra: object = {}) {
  const network = new FakeNetwork();
  const signed = await signedIn({ media: new FakePlatform(network) });
  grantIceServers(signed.socket);
  const incoming = next(signed.client, "incoming");
  const view = group(5, [BOB, CAROL, party("alice", "invited")]);
  signed.socket.event("call.invited", { callId: "c1", version: 5, call: view, ...extra });
  return { ...signed, network, call: await incoming };
}

describe("entering a group", () => {
  it("offers to those who were in before, not to who came while the reply was on its way", async () => {
    const { socket, network, call } = await ringing();
    const accepted = call.accept();
    const request = await socket.next("call.accept");
    expect(request.data).not.toHaveProperty("description");
    // What is newer than the reply overtakes it: dave, and his offer.
    socket.event("call.partyJoined", { callId: "c1", version: 7, userId: "dave", deviceId: "pad", instance: 1 });
    socket.event("media.description", {
      callId: "c1",
      from: { userId: "dave", deviceId: "pad" },
      epoch: 0,
      description: await offerOf(network),
    });
    socket.ok(request, group(6, [BOB, CAROL, ALICE]));
    const active = await accepted;
    expect(active.parties.map(({ userId }) => userId)).toEqual(["bob", "carol", "alice", "dave"]);
    await vi.waitFor(() => expect(addressees(socket, "answer")).toEqual(["dave"]));
    await offersGoTo(socket, ["bob", "carol"]);
  });

  it("does not take another's offer for its own", async () => {
    const { socket, network, call } = await ringing();
    socket.event("call.state", {
      callId: "c1",
      version: 5,
      call: group(5, [BOB, CAROL, party("alice", "invited")]),
      description: await offerOf(network),
    });
    const accepted = call.accept();
    const request = await socket.next("call.accept");
    expect(request.data).not.toHaveProperty("description");
    socket.ok(request, group(6, [BOB, CAROL, ALICE]));
    await accepted;
    await offersGoTo(socket, ["bob", "carol"]);
  });

  it("knows what happened in a room before its reply came", async () => {
    const { client, socket } = await signedIn();
    grantIceServers(socket);
    const joined = client.join({ room: "lobby", media: "audio" });
    const request = await socket.next("call.join");
    expect(request.data).toEqual({ room: "lobby", media: "audio" });
    socket.event("call.partyLeft", { callId: "c1", version: 8, userId: "carol", deviceId: "desk", reason: "hangup" });
    socket.ok(request, group(7, [BOB, CAROL, ALICE], { room: "lobby" }));
    const call = await joined;
    expect(call.peers.map(({ userId }) => userId)).toEqual(["bob"]);
    await offersGoTo(socket, ["bob"]);
  });

  it("ends where the call ends while the camera opens", async () => {
    const { client, socket } = await signedIn();
    grantIceServers(socket);
    const joined = client.join({ callId: "c1" });
    const request = await socket.next("call.join");
    expect(request.data).toEqual({ callId: "c1" });
    socket.ok(request, group(7, [BOB, ALICE]));
    socket.event("call.ended", { callId: "c1", version: 8, reason: "ended_by_admin", durationMs: 1 });
    await expect(joined).rejects.toMatchObject({ code: "call_ended" });
    expect(client.calls).toEqual([]);
  });

  it("rejects where the service refuses, and opens nothing for good", async () => {
    const platform = new FakePlatform();
    const { client, socket } = await signedIn({ media: platform });
    const joined = client.join({ room: "lobby", media: "video", create: true }).catch((error: unknown) => error);
    socket.error(await socket.next("call.join"), "too_many_parties");
    expect(await joined).toMatchObject({ code: "too_many_parties" });
    expect(platform.devices.live).toEqual([]);
  });
});

describe("being in a group", () => {
  async function inGroup() {
    const rang = await ringing();
    const accepted = rang.call.accept();
    rang.socket.ok(await rang.socket.next("call.accept"), group(6, [BOB, CAROL, ALICE]));
    return { ...rang, active: await accepted };
  }

  it("answers who joins, also where the offer came before the word", async () => {
    const { socket, network, active } = await inGroup();
    const from = { userId: "dave", deviceId: "pad" };
    socket.event("media.description", { callId: "c1", from, epoch: 0, description: await offerOf(network) });
    const joined = nextOf(active, "peerJoined");
    socket.event("call.partyJoined", { callId: "c1", version: 7, ...from, instance: 1 });
    expect((await joined).userId).toBe("dave");
    await vi.waitFor(() => expect(addressees(socket, "answer")).toEqual(["dave"]));
  });

  it("answers the device that took over, not the one before", async () => {
    const { socket, network, active } = await inGroup();
    const from = { userId: "carol", deviceId: "phone" };
    socket.event("media.description", { callId: "c1", from, epoch: 0, description: await offerOf(network) });
    const joined = nextOf(active, "peerJoined");
    socket.event("call.partyJoined", { callId: "c1", version: 7, ...from, instance: 2, replaces: "desk" });
    expect(await joined).toMatchObject({ userId: "carol", deviceId: "phone", instance: 2 });
    await vi.waitFor(() => {
      const answer = socket.of("media.description").find(({ data }) => data.description?.type === "answer");
      expect(answer?.data["to"]).toEqual(from);
    });
    expect(active.parties.map(({ userId }) => userId)).toEqual(["bob", "carol", "alice"]);
  });

  it("learns from the whole view who came and went unheard", async () => {
    const { socket, active } = await inGroup();
    const told: string[] = [];
    active.on("peerJoined", ({ userId }) => told.push(`joined ${userId}`));
    active.on("peerLeft", ({ peer }) => told.push(`left ${peer.userId}`));
    active.on("peerReconnecting", ({ userId }) => told.push(`away ${userId}`));
    active.on("peerReconnected", ({ userId }) => told.push(`back ${userId}`));
    const seen = nextOf(active, "peers");
    socket.event("call.state", { callId: "c1", version: 9, call: group(9, [{ ...BOB, state: "reconnecting" }, ALICE, DAVE]) });
    await seen;
    socket.event("call.partyReconnected", { callId: "c1", version: 10, userId: "bob", deviceId: "phone", instance: 1 });
    await nextOf(active, "peers");
    expect(told).toEqual(["away bob", "joined dave", "left carol", "back bob"]);
  });

  it("is taken over by another own device also where only the whole view says so", async () => {
    const { socket, active } = await inGroup();
    const elsewhere = nextOf(active, "handledElsewhere");
    socket.event("call.state", { callId: "c1", version: 9, call: group(9, [BOB, CAROL, { ...ALICE, deviceId: "tablet", instance: 2 }]) });
    expect(await elsewhere).toEqual({ outcome: "accepted", deviceId: "tablet" });
    expect(active.state).toBe("elsewhere");
  });
});

describe("a hand-over to this device", () => {
  it("still stands after a new session", async () => {
    const { service, client, socket } = await signedIn();
    const offered = next(client, "transferred");
    const view = group(7, [BOB, { ...ALICE, deviceId: "tablet", state: "connected" }]);
    socket.event("call.transferred", { callId: "c1", version: 7, call: view });
    const call = await offered;
    socket.drop();
    const again = await service.accept();
    await again.welcome({ calls: [view] });
    again.event("call.transferred", { callId: "c1", version: 8, call: { ...view, version: 8 } });
    grantIceServers(again);
    const accepted = call.accept();
    const moved = { ...ALICE, instance: 2 };
    again.ok(await again.next("call.accept"), group(9, [moved, BOB]));
    await accepted;
    // To all, not to those before alone.
    await offersGoTo(again, ["bob"]);
  });
});

describe("a call of two", () => {
  /** Alice calls bob; the invitation is on its way. */
  async function calling() {
    const network = new FakeNetwork();
    const signed = await signedIn({ media: new FakePlatform(network) });
    grantIceServers(signed.socket);
    const invited = signed.client.invite("bob", { media: "video" });
    const invite = await signed.socket.next("call.invite");
    const view = callView({
      callId: invite.data.callId!,
      version: 2,
      from: { userId: "alice", deviceId: "laptop" },
      parties: [{ ...ALICE, state: "connecting" }, party("bob", "invited")],
    });
    return { ...signed, network, invited, invite, view };
  }

  it("is the surviving one of two that crossed: the answer comes by itself", async () => {
    const { socket, network, invited, invite, view } = await calling();
    socket.ok(invite, view);
    const call = await invited;
    const active = nextOf(call, "state");
    socket.event("call.accepted", { callId: call.id, version: 3, userId: "bob", deviceId: "phone" });
    expect((await active).state).toBe("active");
    const bob = new FakePeerConnection(network, {});
    await bob.setRemoteDescription(network.all[0]!.localDescription!);
    await bob.setLocalDescription();
    socket.event("media.description", {
      callId: call.id,
      from: { userId: "bob", deviceId: "phone" },
      epoch: 0,
      description: bob.localDescription,
    });
    await vi.waitFor(() => expect(network.all[0]!.signalingState).toBe("stable"));
  });

  it("takes the offer of one who did not see its own", async () => {
    const { socket, network, invited, invite, view } = await calling();
    socket.ok(invite, view);
    const call = await invited;
    socket.event("call.accepted", { callId: call.id, version: 3, userId: "bob", deviceId: "phone" });
    const description = await offerOf(network);
    socket.event("media.description", { callId: call.id, from: { userId: "bob", deviceId: "phone" }, epoch: 0, description });
    await vi.waitFor(() => expect(addressees(socket, "answer")).toEqual(["bob"]));
  });

  it("keeps what overtook the reply to its invitation", async () => {
    const { socket, invited, invite, view } = await calling();
    socket.event("call.ringing", { callId: view.callId, version: 3, userId: "bob", deviceId: "phone" });
    socket.ok(invite, view);
    const call = await invited;
    expect(call).toMatchObject({ progress: "ringing", expiresAt: view.expiresAt });
  });
});

describe("an invitation into a call that this user left", () => {
  it("rings again where it is a later one", async () => {
    const { socket, client, call } = await ringing();
    const rejected = call.reject();
    const request = await socket.next("call.reject");
    const rung = vi.fn();
    client.on("incoming", rung);
    // Of the same invitation: the service does not know yet that it was declined.
    socket.event("call.invited", { callId: "c1", version: 6, call: group(6, [BOB, CAROL, party("alice", "ringing")]) });
    socket.ok(request);
    await rejected;
    expect(rung).not.toHaveBeenCalled();
    const again = next(client, "incoming");
    socket.event("call.invited", { callId: "c1", version: 9, call: group(9, [BOB, CAROL, party("alice", "invited")]) });
    expect((await again) satisfies IncomingCall).not.toBe(call);
  });
});
