import { describe, expect, it, vi } from "vitest";
import type { ActiveCall, ClientOptions, Peer } from "../src/index.js";
import { FakeBridge } from "./support/bridge.js";
import { next, nextOf } from "./support/client.js";
import { GroupService } from "./support/group-service.js";
import { FakeNetwork } from "./support/peer-connection.js";
import { connection, signIn } from "./support/people.js";

const BOB = "bob%2Flaptop";

/** Alice and bob in a group, directly; then the service moves it onto a bridge. */
async function moving(client: Partial<ClientOptions> = {}) {
  const network = new FakeNetwork();
  const service = await GroupService.start();
  const alice = await signIn(service.url, "alice", network, { statsIntervalMs: 0, ...client });
  const bob = await signIn(service.url, "bob", network, { statsIntervalMs: 0 });
  const ringing = next(bob.client, "incoming");
  const outgoing = await alice.client.invite("bob", { media: "video", group: true });
  const active = nextOf(outgoing, "state");
  const bobsCall = await (await ringing).accept();
  const call = (await active) as ActiveCall;
  await Promise.all([connection(call, "connected"), connection(bobsCall, "connected")]);
  const told = nextOf(call, "topology");
  const view = service.move(call.id, "sfu");
  expect(await told).toEqual({ topology: "sfu", epoch: 1, interrupted: false });
  const bridge = new FakeBridge(service, network, "1", view);
  return { network, service, alice, call, bridge, view };
}

async function moved(client: Partial<ClientOptions> = {}) {
  const at = await moving(client);
  const streamed = nextOf(at.call, "peerStream");
  at.bridge.offer("alice", { streams: [BOB] });
  await streamed;
  return at;
}

const answersOf = (service: GroupService) => service.requestsOf("alice", "media.description").filter(({ data }) => data["to"] === "sfu");
const bobIn = (call: ActiveCall): Peer => call.peers[0]!;

describe("a call on a videobridge", () => {
  it("answers each offer with microphone and camera in the places for them", async () => {
    const { service, alice, call, bridge, network } = await moved();
    bridge.offer("alice", { streams: [BOB, "carol%2Fphone"] });
    await vi.waitFor(() => expect(answersOf(service)).toHaveLength(2));
    expect(answersOf(service)[1]?.data).toMatchObject({ callId: call.id, to: "sfu", epoch: 1, description: { type: "answer" } });
    const own = network.all.filter(({ remoteSession }) => remoteSession === "1");
    expect(own).toHaveLength(1);
    const [audio, camera] = own[0]!.getTransceivers();
    expect([audio?.sender.track, camera?.sender.track]).toEqual(alice.platform.devices.live);
    expect([audio?.direction, camera?.direction]).toEqual(["sendrecv", "sendrecv"]);
  });

  it("takes its ICE servers from the service and keeps the app's own configuration", async () => {
    const { network } = await moved({ rtcConfiguration: { iceTransportPolicy: "relay" } });
    expect(network.all.find(({ remoteSession }) => remoteSession === "1")?.getConfiguration()).toEqual({
      iceTransportPolicy: "relay",
      iceServers: [{ urls: ["stun:stun.example"] }],
    });
  });

  it("shows what it showed until the bridge brings it, and then lets the direct connection go", async () => {
    const { call, bridge, network } = await moving();
    const direct = bobIn(call).remoteStream;
    const ownDirect = network.all.find(({ localDescription }) => localDescription?.type === "answer");
    network.bridges.delete("1");
    bridge.offer("alice", { streams: [BOB] });
    await vi.waitFor(() => expect(network.all.some(({ remoteSession }) => remoteSession === "1")).toBe(true));
    expect(bobIn(call).remoteStream).toBe(direct);
    const streamed = nextOf(call, "peerStream");
    network.bridges.add("1");
    network.probe();
    const { peer, stream } = await streamed;
    expect(peer).toBe(bobIn(call));
    expect(stream).not.toBe(direct);
    expect(stream.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
    await vi.waitFor(() => expect(network.all).not.toContain(ownDirect), 5_000);
    expect(bobIn(call).connection).toBe("connected");
  });

  it("tells the service how the connection to the bridge stands", async () => {
    const { service } = await moved();
    const told = () => service.requestsOf("alice", "media.connection").filter(({ data }) => data["peer"] === "sfu");
    await vi.waitFor(() => expect(told().map(({ data }) => data["state"])).toEqual(["connecting", "connected"]));
  });

  it("hides the bridge's own tracks", async () => {
    const { call } = await moved();
    expect(call.peers.map(({ userId }) => userId)).toEqual(["bob"]);
    expect(bobIn(call).screenStream).toBeUndefined();
  });

  it("gives a shared screen a stream of its own, and takes it away", async () => {
    const { call, bridge } = await moved();
    const shown = nextOf(call, "peerScreen");
    bridge.offer("alice", { streams: [BOB, `${BOB}%2Fscreen`] });
    expect((await shown).stream?.getTracks()).toHaveLength(1);
    expect(bobIn(call).remoteStream?.getTracks()).toHaveLength(2);
    const ended = nextOf(call, "peerScreen");
    bridge.offer("alice", { streams: [BOB, undefined] });
    expect((await ended).stream).toBeUndefined();
  });

  it("sends its screen beside the camera as soon as there is a place for it", async () => {
    const { service, alice, call, bridge, network } = await moved();
    await call.setScreen(true);
    expect(call.localMedia).toMatchObject({ video: true, screen: true });
    const told = () => service.requestsOf("alice", "media.state").at(-1)?.data;
    await vi.waitFor(() => expect(told()).toMatchObject({ video: true, screen: true }));
    bridge.offer("alice", { ownScreen: true });
    await vi.waitFor(() => expect(answersOf(service)).toHaveLength(2));
    const own = network.all.find(({ remoteSession }) => remoteSession === "1");
    expect(own?.getTransceivers()[2]?.sender.track).toBe(alice.platform.devices.liveFrom("screen"));
    await call.setScreen(false);
    expect(own?.getTransceivers()[2]?.sender.track).toBeNull();
  });

  it("turns the camera off and on without another answer", async () => {
    const { service, call, network } = await moved();
    const camera = network.all.find(({ remoteSession }) => remoteSession === "1")!.getTransceivers()[1]!.sender;
    await call.setCamera(false);
    expect(camera.track).toBeNull();
    await call.setCamera(true);
    expect(camera.track?.readyState).toBe("live");
    expect(answersOf(service)).toHaveLength(1);
  });

  it("goes over to another bridge, and stays on the one before until that is connected", async () => {
    const { service, call, network } = await moved();
    const view = service.move(call.id, "sfu");
    network.blocked = true;
    new FakeBridge(service, network, "2", view).offer("alice", { streams: [BOB] });
    await vi.waitFor(() =>
      expect(network.all.filter(({ remoteSession }) => remoteSession === "1" || remoteSession === "2")).toHaveLength(2),
    );
    const streamed = nextOf(call, "peerStream");
    network.blocked = false;
    network.probe();
    await streamed;
    expect(network.all.filter(({ remoteSession }) => remoteSession === "1")).toEqual([]);
    expect(answersOf(service).at(-1)?.data["epoch"]).toBe(2);
  });

  it("takes an offer of another session for a new connection", async () => {
    const { service, view, call, network } = await moved();
    const streamed = nextOf(call, "peerStream");
    new FakeBridge(service, network, "7", view).offer("alice", { streams: [BOB] });
    await streamed;
    expect(network.all.filter(({ remoteSession }) => remoteSession === "1")).toEqual([]);
  });

  it("waits with an offer that overtakes the word of its epoch", async () => {
    const { service, call, network, view } = await moved();
    new FakeBridge(service, network, "2", { callId: view.callId, epoch: 2 }).offer("alice", { streams: [BOB] });
    const streamed = nextOf(call, "peerStream");
    service.move(call.id, "sfu");
    await streamed;
    expect(answersOf(service).at(-1)?.data["epoch"]).toBe(2);
  });

  it("goes back to direct connections, and leaves the bridge when they are there", async () => {
    const { service, call, network } = await moved();
    service.move(call.id, "direct");
    await vi.waitFor(() => expect(network.all.filter(({ remoteSession }) => remoteSession === "1")).toEqual([]), 5_000);
    expect(call.topology).toBe("direct");
    await vi.waitFor(() => expect(bobIn(call).remoteStream?.getTracks()).toHaveLength(2));
    expect(bobIn(call).connection).toBe("connected");
  });

  it("says what it wants to receive, to each bridge anew", async () => {
    const { service, call, network } = await moved();
    await call.receive({ lastN: 4, onStage: ["bob"], maxHeight: 720 });
    const wishes = () => service.requestsOf("alice", "media.receive").map(({ data }) => data);
    expect(wishes()).toEqual([{ callId: call.id, lastN: 4, onStage: ["bob"], maxHeight: 720 }]);
    new FakeBridge(service, network, "2", service.move(call.id, "sfu")).offer("alice");
    await vi.waitFor(() => expect(wishes()).toHaveLength(2));
  });

  it("tells who speaks, and who is out of the bridge's reach", async () => {
    const { service, call } = await moved();
    const speaker = nextOf(call, "speaker");
    service.tell(call.id, "alice", "media.speaker", { userId: "bob", recent: ["alice", "bob"] });
    expect(await speaker).toEqual({ userId: "bob", recent: ["alice", "bob"] });
    const lost = nextOf(call, "peerConnection");
    service.tell(call.id, "alice", "media.connectivity", { userId: "bob", active: false });
    expect((await lost).connection).toBe("reconnecting");
    const back = nextOf(call, "peerConnection");
    service.tell(call.id, "alice", "media.connectivity", { userId: "bob", active: true });
    expect((await back).connection).toBe("connected");
  });
});
