import { describe, expect, it } from "vitest";
import { nextOf } from "./support/client.js";
import { inCall } from "./support/in-call.js";
import type { FakePeerConnection } from "./support/peer-connection.js";

const NOBODY = { audio: false, video: false, screen: false };

function microphoneOf(connection: FakePeerConnection | undefined): { readonly enabled: boolean } | null | undefined {
  return connection?.getTransceivers().find(({ kind }) => kind === "audio")?.sender.track;
}

describe("a party that is muted", () => {
  it("stops sending and tells so", async () => {
    const { service, network, alicesCall } = await inCall();
    const muted = nextOf(alicesCall, "muted");
    service.tellBoth("call.muted", { userId: "alice", deviceId: "laptop", ...NOBODY, audio: true, by: "bob" });
    expect(await muted).toEqual({ userId: "alice", deviceId: "laptop", ...NOBODY, audio: true, by: "bob" });
    expect(alicesCall.localMedia).toMatchObject({ audio: false, video: true });
    expect(microphoneOf(network.all[0])?.enabled).toBe(false);
    await expect.poll(() => service.requestsOf("alice", "media.state").at(-1)?.data).toMatchObject({ audio: false, video: true });
  });

  it("cannot turn on what is muted, and sends again when its user turns it on", async () => {
    const { service, alicesCall, bobsCall } = await inCall();
    let heard = nextOf(bobsCall, "muted");
    service.tellBoth("call.muted", { userId: "alice", deviceId: "laptop", ...NOBODY, audio: true, screen: true });
    await heard;
    await expect(alicesCall.setMicrophone(true)).rejects.toMatchObject({ code: "forbidden" });
    await expect(alicesCall.setScreen(true)).rejects.toMatchObject({ code: "forbidden" });
    heard = nextOf(alicesCall, "muted");
    service.tellBoth("call.muted", { userId: "alice", deviceId: "laptop", ...NOBODY });
    await heard;
    expect(alicesCall.localMedia.audio).toBe(false);
    await alicesCall.setMicrophone(true);
    expect(alicesCall.localMedia.audio).toBe(true);
  });

  it("is seen by the others", async () => {
    const { service, bobsCall } = await inCall();
    const changed = nextOf(bobsCall, "peerMedia");
    service.tellBoth("call.muted", { userId: "alice", deviceId: "laptop", ...NOBODY, video: true });
    expect((await changed).media.video).toBe(false);
  });
});

describe("a call on a videobridge", () => {
  it("follows its topology and tells who speaks", async () => {
    const { service, alicesCall } = await inCall();
    expect(alicesCall).toMatchObject({ topology: "direct", epoch: 0, interrupted: false });
    const moved = nextOf(alicesCall, "topology");
    service.tellBoth("media.topology", { topology: "sfu", epoch: 1, interrupted: true });
    expect(await moved).toEqual({ topology: "sfu", epoch: 1, interrupted: true });
    expect(alicesCall).toMatchObject({ topology: "sfu", epoch: 1, interrupted: true });
    const speaker = nextOf(alicesCall, "speaker");
    service.tellBoth("media.speaker", { userId: "bob", recent: ["bob", "alice"] });
    expect(await speaker).toEqual({ userId: "bob", recent: ["bob", "alice"] });
    const connectivity = nextOf(alicesCall, "connectivity");
    service.tellBoth("media.connectivity", { userId: "bob", active: false });
    expect(await connectivity).toEqual({ userId: "bob", active: false });
  });

  it("asks for what it wants to get, and mutes and removes", async () => {
    const { service, alicesCall } = await inCall();
    await alicesCall.receive({ lastN: 4, onStage: ["bob"], maxHeight: 720 });
    await alicesCall.mute("bob", { audio: true });
    await alicesCall.remove("bob");
    const sent = (type: string): unknown => service.requestsOf("alice", type)[0]?.data;
    expect(sent("media.receive")).toEqual({ callId: alicesCall.id, lastN: 4, onStage: ["bob"], maxHeight: 720 });
    expect(sent("call.mute")).toEqual({ callId: alicesCall.id, userId: "bob", audio: true });
    expect(sent("call.remove")).toEqual({ callId: alicesCall.id, userId: "bob" });
  });
});
