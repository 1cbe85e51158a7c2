import { describe, expect, it, vi } from "vitest";
import type { ActiveCall, ClientOptions, IncomingCall, OutgoingCall, Peer } from "../src/index.js";
import { next, nextOf } from "./support/client.js";
import { GroupService } from "./support/group-service.js";
import { FakeNetwork } from "./support/peer-connection.js";
import { meets, type Side, signIn } from "./support/people.js";

async function house(...users: string[]): Promise<{ service: GroupService; network: FakeNetwork; sides: Side[] }> {
  const network = new FakeNetwork();
  const service = await GroupService.start();
  const sides = [];
  for (const user of users) sides.push(await signIn(service.url, user, network));
  return { service, network, sides };
}

async function becomesActive(call: OutgoingCall | ActiveCall): Promise<ActiveCall> {
  if (call.state === "active") return call;
  const now = await nextOf(call, "state");
  if (now.state !== "active") throw new Error(now.state);
  return now;
}

/** The first calls all others, who answer one after the other. */
async function groupOf(...users: string[]) {
  const base = await house(...users);
  const [caller, ...callees] = base.sides as [Side, ...Side[]];
  const ringing = callees.map(({ client }) => next(client, "incoming"));
  const outgoing = await caller.client.invite(users.slice(1), { media: "video" });
  const active = becomesActive(outgoing);
  const calls: ActiveCall[] = [];
  for (const rings of ringing) calls.push(await (await rings).accept());
  calls.unshift(await active);
  for (const [i, call] of calls.entries()) await meets(call, ...users.filter((user) => user !== users[i]));
  return { ...base, calls };
}

const inOrder = (peers: readonly Peer[]): string[] => peers.map(({ userId }) => userId);

describe("a group call", () => {
  it("is offered to by each who enters, and by nobody else", async () => {
    const { service, calls } = await groupOf("alice", "bob", "carol", "dave");
    const [invite] = service.requestsOf("alice", "call.invite");
    expect(invite?.data).toMatchObject({ to: ["bob", "carol", "dave"], group: true });
    expect(invite?.data).not.toHaveProperty("description");
    expect(["alice", "bob", "carol", "dave"].map((user) => service.describedTo(user, "offer"))).toEqual([
      [],
      ["alice"],
      ["alice", "bob"],
      ["alice", "bob", "carol"],
    ]);
    expect(calls.map(({ group, connection }) => [group, connection])).toEqual(Array(4).fill([true, "connected"]));
    expect(calls.map(({ peers }) => inOrder(peers))).toEqual([
      ["bob", "carol", "dave"],
      ["alice", "carol", "dave"],
      ["alice", "bob", "dave"],
      ["alice", "bob", "carol"],
    ]);
  });

  it("has one connection for each pair", async () => {
    const { network } = await groupOf("alice", "bob", "carol");
    expect(network.all).toHaveLength(6);
  });

  it("tells who is in and what comes from whom, by the same object throughout", async () => {
    const { sides } = await house("alice", "bob", "carol");
    const [alice, bob, carol] = sides as [Side, Side, Side];
    const rings = [next(bob.client, "incoming"), next(carol.client, "incoming")];
    const call = await alice.client.invite(["bob", "carol"], { media: "video" });
    const told: string[] = [];
    for (const event of ["peerJoined", "peerConnection", "peerMedia"] as const) {
      call.on(event, (peer) => told.push(`${event} ${peer.userId} ${event === "peerConnection" ? peer.connection : peer.state}`));
    }
    call.on("peerStream", ({ peer }) => told.push(`peerStream ${peer.userId}`));
    const [peerBob, peerCarol] = call.peers;
    expect(call.peers.map(({ userId, state, deviceId }) => [userId, state, deviceId])).toEqual([
      ["bob", "invited", undefined],
      ["carol", "invited", undefined],
    ]);
    await (await rings[0]!).accept();
    await vi.waitFor(() => expect(peerBob?.connection).toBe("connected"));
    expect(call.peers[0]).toBe(peerBob);
    expect(peerBob).toMatchObject({ deviceId: "laptop", state: "connected", instance: 1, media: { audio: true, video: true } });
    expect(peerBob?.remoteStream?.getTracks()).toHaveLength(2);
    expect(told).toEqual(["peerJoined bob connecting", "peerStream bob", "peerConnection bob connecting", "peerConnection bob connected"]);
    await (await rings[1]!).accept({ audio: false, video: false });
    await vi.waitFor(() => expect(peerCarol?.media).toEqual({ audio: false, video: false, screen: false, hold: false }));
    expect(peerBob?.media.audio).toBe(true);
  });

  it("lets a fourth in late, who finds all that are there", async () => {
    const { service, network, sides, calls } = await groupOf("alice", "bob", "carol");
    const before = [...network.all];
    const dave = await signIn(service.url, "dave", network);
    const joined = calls.map((call) => nextOf(call, "peerJoined"));
    const late = await dave.client.join({ callId: calls[0]!.id });
    expect(late).toMatchObject({ state: "active", group: true, media: "video" });
    expect(inOrder(late.peers)).toEqual(["alice", "bob", "carol"]);
    expect((await Promise.all(joined)).map(({ userId }) => userId)).toEqual(["dave", "dave", "dave"]);
    await meets(late, "alice", "bob", "carol");
    for (const call of calls) expect(call.peers.at(-1)).toMatchObject({ userId: "dave", connection: "connected" });
    expect(network.all.slice(0, before.length)).toEqual(before);
    expect(sides[0]!.client.calls).toEqual([calls[0]]);
  });

  it("is called by one who may want more", async () => {
    const { service, sides } = await house("alice", "bob");
    await sides[0]!.client.invite("bob", { media: "audio", group: true });
    expect(service.requestsOf("alice", "call.invite")[0]?.data).toMatchObject({ to: ["bob"], group: true });
    expect(service.requestsOf("alice", "call.invite")[0]?.data).not.toHaveProperty("description");
  });

  it("goes on without who leaves or declines", async () => {
    const { sides, network } = await house("alice", "bob", "carol");
    const [alice, bob, carol] = sides as [Side, Side, Side];
    const rings = [next(bob.client, "incoming"), next(carol.client, "incoming")];
    const outgoing = await alice.client.invite(["bob", "carol"], { media: "video" });
    const declined = nextOf(outgoing, "peerLeft");
    await (await rings[1]!).reject();
    expect(await declined).toMatchObject({ peer: { userId: "carol", state: "left" }, reason: "declined" });
    expect([outgoing.state, inOrder(outgoing.peers)]).toEqual(["outgoing", ["bob"]]);
    const active = becomesActive(outgoing);
    const bobs = await (await rings[0]!).accept();
    const call = await active;
    await meets(call, "bob");
    const left = nextOf(call, "peerLeft");
    await bobs.hangup();
    expect(await left).toMatchObject({ peer: { userId: "bob" }, reason: "hangup" });
    expect(call).toMatchObject({ state: "active", peers: [], connection: "connecting" });
    expect(network.all).toEqual([]);
  });

  it("rings again for who declined before", async () => {
    const { sides } = await house("alice", "bob", "carol");
    const [alice, bob, carol] = sides as [Side, Side, Side];
    const rings = [next(bob.client, "incoming"), next(carol.client, "incoming")];
    const call = await alice.client.invite(["bob", "carol"], { media: "audio" });
    await (await rings[0]!).accept();
    const gone = nextOf(call, "peerLeft");
    await (await rings[1]!).reject();
    await gone;
    await vi.waitFor(() => expect(call.peers[0]?.connection).toBe("connected"));
    const again = next(carol.client, "incoming");
    if (call.state !== "active") throw new Error(call.state);
    await call.add("carol");
    expect(call.peers.map(({ userId, state }) => [userId, state])).toEqual([
      ["bob", "connected"],
      ["carol", "invited"],
    ]);
    await (await again).accept();
    await meets(call, "bob", "carol");
  });

  it("is ended for all by its creator alone where that says so", async () => {
    const { service, calls } = await groupOf("alice", "bob", "carol");
    const ended = calls.slice(1).map((call) => nextOf(call, "ended"));
    await calls[0]!.hangup({ everyone: true, userInfo: { why: "done" } });
    expect(service.requestsOf("alice", "call.hangup")[0]?.data).toMatchObject({
      reason: "hangup",
      everyone: true,
      userInfo: { why: "done" },
    });
    expect(await Promise.all(ended)).toMatchObject([
      { reason: "hangup", by: "alice" },
      { reason: "hangup", by: "alice" },
    ]);
  });

  it("carries what an app says to the others", async () => {
    const { calls } = await groupOf("alice", "bob", "carol");
    const heard = calls.slice(1).map((call) => nextOf(call, "updated"));
    await calls[0]!.update({ hand: "raised" });
    const update = { userId: "alice", deviceId: "laptop", userInfo: { hand: "raised" } };
    expect(await Promise.all(heard)).toEqual([update, update]);
  });

  it("comes to terms when all turn their cameras on at the same moment", async () => {
    const { sides, network } = await house("alice", "bob", "carol");
    const [alice, ...others] = sides as [Side, ...Side[]];
    const rings = others.map(({ client }) => next(client, "incoming"));
    const active = becomesActive(await alice.client.invite(["bob", "carol"], { media: "audio" }));
    const calls: ActiveCall[] = [];
    for (const ring of rings) calls.push(await (await ring).accept());
    calls.push(await active);
    const errors = vi.fn();
    for (const call of calls) {
      call.on("error", errors);
      await vi.waitFor(() => expect(call.peers.map(({ connection }) => connection)).toEqual(["connected", "connected"]));
    }
    await Promise.all(calls.map((call) => call.setCamera(true)));
    await vi.waitFor(() => {
      for (const { peers } of calls) {
        for (const { remoteStream } of peers) expect(remoteStream?.getTracks().map(({ kind }) => kind)).toContain("video");
      }
      for (const { signalingState } of network.all) expect(signalingState).toBe("stable");
    });
    expect(errors).not.toHaveBeenCalled();
  });

  it("begins anew with who comes back without a session, and with nobody else", async () => {
    const { service, network, sides, calls } = await groupOf("alice", "bob", "carol");
    const before = [...network.all];
    const own = sides[1]!.platform.devices.opened.length;
    service.forget("bob");
    await vi.waitFor(() => expect(network.all.filter((connection) => before.includes(connection))).toHaveLength(2));
    await Promise.all(calls.map((call, i) => meets(call, ...["alice", "bob", "carol"].filter((_, other) => other !== i))));
    expect(network.all).toHaveLength(6);
    expect(sides[1]!.platform.devices.opened).toHaveLength(own);
    expect(service.describedTo("bob", "offer")).toEqual(["alice", "alice", "carol"]);
  });
});

describe("a call of two that grows", () => {
  it("keeps its connection while a third is added by either", async () => {
    const { service, network, sides } = await house("alice", "bob", "carol");
    const [alice, bob, carol] = sides as [Side, Side, Side];
    const rings = next(bob.client, "incoming");
    const active = becomesActive(await alice.client.invite("bob", { media: "video" }));
    const bobs = await (await rings).accept();
    const alices = await active;
    await Promise.all([meets(alices, "bob"), meets(bobs, "alice")]);
    const before = [...network.all];
    const stream = alices.remoteStream;
    const added = next(carol.client, "incoming");
    const noticed = nextOf(alices, "peers");
    await bobs.add(["carol"]);
    expect((await noticed).map(({ userId, state }) => [userId, state])).toContainEqual(["carol", "invited"]);
    expect([alices.group, bobs.group]).toEqual([true, true]);
    const carols = await (await added).accept();
    await Promise.all([meets(alices, "bob", "carol"), meets(bobs, "alice", "carol"), meets(carols, "alice", "bob")]);
    expect(network.all.slice(0, 2)).toEqual(before);
    expect([alices.peer.userId, alices.remoteStream]).toEqual(["bob", stream]);
    expect(service.describedTo("carol", "offer")).toEqual(["alice", "bob"]);
  });
});

describe("a room", () => {
  it("is opened by the first and found by the next", async () => {
    const { sides } = await house("alice", "bob");
    const [alice, bob] = sides as [Side, Side];
    await expect(bob.client.join({ room: "lobby", media: "audio" })).rejects.toMatchObject({ code: "call_not_found" });
    expect(bob.platform.devices.live).toEqual([]);
    const first = await alice.client.join({ room: "lobby", media: "audio", create: true });
    expect(first).toMatchObject({ state: "active", room: "lobby", peers: [], direction: "outgoing" });
    const second = await bob.client.join({ room: "lobby", media: "audio" });
    expect(inOrder(second.peers)).toEqual(["alice"]);
    await Promise.all([meets(first, "bob"), meets(second, "alice")]);
  });

  it("is entered once by a device, however often it asks", async () => {
    const { sides } = await house("alice");
    const { client, platform } = sides[0]!;
    const target = { room: "lobby", media: "video", create: true } as const;
    const first = await client.join(target);
    expect(await client.join(target)).toBe(first);
    expect(await client.join({ callId: first.id })).toBe(first);
    expect(client.calls).toEqual([first]);
    expect(platform.devices.live).toHaveLength(2);
  });

  it("can be left and entered again", async () => {
    const { sides } = await house("alice", "bob");
    const [alice, bob] = sides as [Side, Side];
    const target = { room: "lobby", media: "audio", create: true } as const;
    const alices = await alice.client.join(target);
    const first = await bob.client.join(target);
    await meets(alices, "bob");
    const left = nextOf(alices, "peerLeft");
    await first.hangup();
    await left;
    const second = await bob.client.join(target);
    expect(second).not.toBe(first);
    await Promise.all([meets(alices, "bob"), meets(second, "alice")]);
    expect(alices.peers[0]?.instance).toBe(2);
  });

  it("is left again where the camera is not to be had", async () => {
    const { service, sides } = await house("alice", "bob");
    const [alice, bob] = sides as [Side, Side];
    const call = await alice.client.join({ room: "lobby", media: "video", create: true });
    bob.platform.devices.denied = true;
    const left = nextOf(call, "peerLeft");
    await expect(bob.client.join({ callId: call.id })).rejects.toMatchObject({ code: "media_unavailable" });
    expect(service.requestsOf("bob", "call.hangup")[0]?.data).toMatchObject({ callId: call.id, reason: "media_failed" });
    await left;
    expect(bob.client.calls).toEqual([]);
  });
});

describe("a hand-over", () => {
  async function onTwoDevices() {
    const base = await groupOf("alice", "bob", "carol");
    const options: Partial<ClientOptions> = { device: { id: "tablet" } };
    const tablet = await signIn(base.service.url, "alice", base.network, options);
    return { ...base, tablet };
  }

  it("moves a part to another own device, which offers to all others", async () => {
    const { service, sides, calls, tablet } = await onTwoDevices();
    const [laptops, bobs, carols] = calls as [ActiveCall, ActiveCall, ActiveCall];
    const offered = next(tablet.client, "transferred");
    const ringing = vi.fn();
    tablet.client.on("incoming", ringing);
    await laptops.transfer("tablet");
    const handed = await offered;
    expect(handed).toMatchObject({ state: "incoming", handOver: true });
    expect(tablet.client.calls).toEqual([handed]);
    const joined = nextOf(bobs, "peerJoined");
    const elsewhere = nextOf(laptops, "handledElsewhere");
    const taken = await handed.accept();
    expect(await joined).toMatchObject({ userId: "alice", deviceId: "tablet", instance: 2 });
    expect(await elsewhere).toEqual({ outcome: "accepted", deviceId: "tablet" });
    expect(laptops.state).toBe("elsewhere");
    expect(sides[0]!.platform.devices.live).toEqual([]);
    await Promise.all([meets(taken, "bob", "carol"), meets(bobs, "alice", "carol"), meets(carols, "alice", "bob")]);
    expect(service.describedTo("alice", "offer").sort()).toEqual(["bob", "carol"]);
    expect(service.requestsOf("alice", "call.ringing")).toEqual([]);
    expect(ringing).not.toHaveBeenCalled();
  });

  it("can go back", async () => {
    const { sides, calls, tablet } = await onTwoDevices();
    const offered = next(tablet.client, "transferred");
    await calls[0]!.transfer("tablet");
    const taken = await (await offered).accept();
    await meets(taken, "bob", "carol");
    const back = next(sides[0]!.client, "transferred");
    await taken.transfer("laptop");
    const again = await (await back).accept();
    expect(again).not.toBe(calls[0]);
    await Promise.all([meets(again, "bob", "carol"), meets(calls[1]!, "alice", "carol")]);
  });

  it("is not taken: the call goes on where it is", async () => {
    const { service, calls, tablet } = await onTwoDevices();
    const call = calls[0]!;
    const offered = next(tablet.client, "transferred");
    const declined = nextOf(call, "notTransferred");
    await call.transfer("tablet");
    await (await offered).reject();
    expect(await declined).toEqual({ reason: "declined" });
    const offeredAgain = next(tablet.client, "transferred");
    const expired = nextOf(call, "notTransferred");
    await call.transfer("tablet");
    const ended = nextOf(await offeredAgain, "ended");
    service.expire(call.id);
    expect(await ended).toMatchObject({ reason: "no_answer" });
    expect(await expired).toEqual({ reason: "no_answer" });
    expect(call.state).toBe("active");
    await meets(call, "bob", "carol");
    await expect(call.transfer("phone")).rejects.toMatchObject({ code: "invalid_state" });
  });
});

describe("several calls at once", () => {
  async function two() {
    const { sides } = await house("alice", "bob", "carol");
    const [alice, bob, carol] = sides as [Side, Side, Side];
    const rings = next(bob.client, "incoming");
    const outgoing = await alice.client.invite("bob", { media: "audio" });
    const active = becomesActive(outgoing);
    await (await rings).accept();
    const first = await active;
    await meets(first, "bob");
    const waiting = next(alice.client, "incoming");
    await carol.client.invite("alice", { media: "audio" });
    const second: IncomingCall = await waiting;
    return { alice, bob, first, second };
  }

  it("answers a second while the first goes on, and tells which is in front", async () => {
    const { alice, first, second } = await two();
    expect(alice.client.activeCall).toBe(first);
    const accepted = await second.accept();
    await meets(accepted, "carol");
    expect([first.state, first.connection]).toEqual(["active", "connected"]);
    expect(alice.client.activeCall).toBe(accepted);
    expect(alice.client.calls).toEqual([first, accepted]);
    await accepted.hangup();
    expect(alice.client.activeCall).toBe(first);
  });

  it("swaps: one is off hold and all others are on", async () => {
    const { alice, bob, first, second } = await two();
    const accepted = await second.accept();
    await alice.client.swap(accepted);
    expect([first.localMedia.hold, accepted.localMedia.hold]).toEqual([true, false]);
    await vi.waitFor(() => {
      const [call] = bob.client.calls;
      expect(call?.state === "active" && call.remoteMedia.hold).toBe(true);
    });
    await alice.client.swap(first);
    expect([first.localMedia.hold, accepted.localMedia.hold]).toEqual([false, true]);
    expect(alice.client.activeCall).toBe(first);
    await first.setHold(true);
    expect(alice.client.activeCall).toBeUndefined();
    await first.hangup();
    await expect(alice.client.swap(first)).rejects.toMatchObject({ code: "invalid_state" });
  });
});
